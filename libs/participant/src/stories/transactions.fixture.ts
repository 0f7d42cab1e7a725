import { eventually } from '#testing-internal';
import type { JsonValue } from '#protocol';
import { Controller, Module } from '@nestjs/common';
import { Ctx, MessagePattern, Payload } from '@nestjs/microservices';
import type { DataSource, EntityManager } from 'typeorm';
import type { CommandContext } from '../handlers/command-context.js';
import { ParticipantModule } from '../participant-module.js';
import type { Bench } from './participant.fixture.js';

export type Work = (context: CommandContext) => unknown;

/** For one key: what the handler does, in each of its runs. */
export const works = new Map<string, Work>();
/** For one key: how often the handler has begun. */
export const runsOf = new Map<string, number>();

@Controller()
class WorkHandlers {
  @MessagePattern('payment.authorize')
  authorize(@Payload() _input: JsonValue, @Ctx() context: CommandContext) {
    const { idempotencyKey } = context;
    runsOf.set(idempotencyKey, (runsOf.get(idempotencyKey) ?? 0) + 1);
    return works.get(idempotencyKey)?.(context) ?? {};
  }

  @MessagePattern('payment.void')
  void(@Payload() _input: JsonValue, @Ctx() context: CommandContext) {
    return works.get(`${context.idempotencyKey}/void`)?.(context) ?? {};
  }
}

@Module({ imports: [ParticipantModule], controllers: [WorkHandlers] })
export class WorkModule {}

export function insert(manager: EntityManager, key: string, what: string): Promise<unknown> {
  return manager.query('insert into effect (key, what) values ($1, $2)', [key, what]);
}

/** No session of the service is in a transaction, nor about to be. */
export async function untilNoTransactionIsOpen(bench: Bench): Promise<void> {
  const statement = `
    select count(*)::int as open from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid() and state <> 'idle'`;
  await eventually(
    async () => (await bench.dataSource.query<{ open: number }[]>(statement))[0]?.open,
    (open) => open === 0,
  );
}

/** So that what a test does to new connections meets them all. */
export async function closeIdle(dataSource: DataSource): Promise<void> {
  const { master } = dataSource.driver as unknown as {
    readonly master: { readonly idleCount: number; readonly options: { maxUses: number } };
  };
  const uses = master.options.maxUses;
  master.options.maxUses = 1;
  const idle = Array.from({ length: master.idleCount }, () => dataSource.query('select 1'));
  await Promise.all(idle);
  master.options.maxUses = uses;
}
