import 'reflect-metadata';
import { Controller, Module, type Type } from '@nestjs/common';
import { Ctx, MessagePattern, Payload } from '@nestjs/microservices';
import { CommandRefused, ParticipantModule, type CommandContext } from '#participant';
import { runServiceProcess, startParticipantService } from '#service';
import { refusalMessage } from '../figures/refusal.js';
import { CreateWork0000000009901 } from './work.migration.js';

/**
 * A participant as users write one, with the library's inbox and the smallest effect there is: a
 * row for each action, changed by its compensation. As a process of its own, all settings as the
 * library has them: `node participant.js NAME [batch]`. With `batch` commands share transactions.
 */
const [name = 'order', mode] = process.argv.slice(2);
const batch = mode === 'batch';
const COMMANDS: Readonly<Record<string, { readonly action: string; readonly undo: string }>> = {
  order: { action: 'order.create', undo: 'order.cancel' },
  payment: { action: 'payment.charge', undo: 'payment.refund' },
  shipping: { action: 'shipping.ship', undo: 'shipping.recall' },
};

interface Work {
  readonly orderId: string;
  readonly amount: number;
  readonly refuse: boolean;
}

async function act(
  { orderId, amount, refuse }: Work,
  context: CommandContext,
): Promise<{ trackingId: string }> {
  if (name === 'shipping' && refuse) {
    throw new CommandRefused('OUT_OF_STOCK', refusalMessage(Date.now()));
  }
  await context.manager.query(
    'insert into work (command_key, order_id, amount) values ($1, $2, $3)',
    [context.idempotencyKey, orderId, amount],
  );
  return { trackingId: 't-1' };
}

async function undo({ manager, idempotencyKey }: CommandContext): Promise<void> {
  await manager.query(`update work set status = 'undone' where command_key = $1`, [idempotencyKey]);
}

function createModule(): Type {
  const { action, undo: compensation } = commandsOf(name);

  @Controller()
  class Handlers {
    @MessagePattern(action, { batch })
    act(@Payload() work: Work, @Ctx() context: CommandContext): Promise<object> {
      return act(work, context);
    }

    @MessagePattern(compensation, { batch })
    undo(@Ctx() context: CommandContext): Promise<void> {
      return undo(context);
    }
  }

  @Module({ imports: [ParticipantModule], controllers: [Handlers] })
  class ParticipantOfTheBenchmark {}
  return ParticipantOfTheBenchmark;
}

function commandsOf(participant: string) {
  const commands = COMMANDS[participant];
  if (!commands) throw new Error(`there is no participant "${participant}"`);
  return commands;
}

runServiceProcess(name, async (service) => {
  const running = await startParticipantService({
    participant: name,
    module: createModule(),
    entities: [],
    migrations: [CreateWork0000000009901],
    service,
  });
  process.send?.('ready');
  return running;
});
