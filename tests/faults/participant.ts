import 'reflect-metadata';
import { setTimeout as delay } from 'node:timers/promises';
import { Controller, Module, type Type } from '@nestjs/common';
import { Ctx, MessagePattern, Payload } from '@nestjs/microservices';
import { CommandRefused, ParticipantModule, type CommandContext } from '#participant';
import { listenForCommands, openServiceDatabase, runServiceProcess } from '#service';
import { CreateLedger0000000009901 } from './ledger.migration.js';
import { SABOTAGE_SETTING } from './sabotage.js';

/**
 * A participant of a run, as a process of its own: `node participant.js stock`. Its ledger records
 * what it did and undid. Only the library prevents duplicates: the table would accept them.
 */
const name = process.argv[2] ?? 'stock';
/** Enough for the backlog of an outage: the participant must not be the bottleneck then. */
const POOL_SIZE = 20;
const SABOTAGE_SHARE = 0.02;

interface Work {
  readonly workMs: number;
  readonly refuses: boolean;
}

async function write(what: 'do' | 'undo', context: CommandContext): Promise<void> {
  const { idempotencyKey, sagaId, step, iteration, attempt } = context;
  await context.manager.query(
    `insert into ledger (what, key, saga_id, step, iteration, attempt)
     values ($1, $2, $3, $4, $5, $6)`,
    [what, idempotencyKey, sagaId, step, iteration, attempt],
  );
}

/** Half of the work comes after the effect: a process that dies in between must leave nothing. */
async function act({ workMs, refuses }: Work, context: CommandContext): Promise<object> {
  await delay(workMs / 2);
  if (refuses) throw new CommandRefused('NOT_THIS_TIME', 'the input says that this is refused');
  await write('do', context);
  if (isSabotaged('double')) await write('do', context);
  await delay(workMs / 2);
  return { reference: context.idempotencyKey };
}

async function undo(context: CommandContext): Promise<void> {
  if (!isSabotaged('lost-undo')) await write('undo', context);
}

function isSabotaged(kind: string): boolean {
  return process.env[SABOTAGE_SETTING] === kind && Math.random() < SABOTAGE_SHARE;
}

function createModule(): Type {
  @Controller()
  class Handlers {
    @MessagePattern(`${name}.do`)
    do(@Payload() work: Work, @Ctx() context: CommandContext): Promise<object> {
      return act(work, context);
    }

    @MessagePattern(`${name}.undo`)
    undo(@Ctx() context: CommandContext): Promise<void> {
      return undo(context);
    }
  }

  @Module({ imports: [ParticipantModule], controllers: [Handlers] })
  class ParticipantOfARun {}
  return ParticipantOfARun;
}

runServiceProcess(name, async (service) => {
  const dataSource = await openServiceDatabase({
    databaseUrl: service.databaseUrl,
    applicationName: name,
    poolSize: POOL_SIZE,
    entities: [],
    migrations: [CreateLedger0000000009901],
  });
  const module = createModule();
  const listener = await listenForCommands({ participant: name, module, dataSource, service });
  const close = async (): Promise<void> => {
    await listener.close();
    await dataSource.destroy();
  };
  return { url: null, close };
});
