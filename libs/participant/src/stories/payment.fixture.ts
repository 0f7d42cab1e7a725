import { type Halt } from '#testing-duties';
import type { JsonObject, JsonValue } from '#protocol';
import { Controller, Module } from '@nestjs/common';
import { Ctx, MessagePattern, Payload } from '@nestjs/microservices';
import type { EntityManager } from 'typeorm';
import type { CommandContext } from '../handlers/command-context.js';
import { CommandRefused, NoReply, TryAgainLater } from '../errors/handler-errors.js';
import type { DutiesBench, Plan as PlanName } from '#testing-duties';
import { ParticipantModule } from '../participant-module.js';
import { Bench, type Way } from './participant.fixture.js';

/** For one key: where the next run of its handler waits, after the effect. */
export const halts = new Map<string, Halt>();

/** What a run of a handler does after its effect; most throw. */
export type Plan = (manager: EntityManager) => unknown;

/** For one key: the plans of its next runs, one each. */
export const plansOf = new Map<string, Plan[]>();

async function write(manager: EntityManager, key: string, what: string): Promise<void> {
  await manager.query('insert into effect (key, what) values ($1, $2)', [key, what]);
}

async function doAsPlanned(manager: EntityManager, key: string): Promise<void> {
  const halt = halts.get(key);
  halts.delete(key);
  await halt?.wait();
  await plansOf.get(key)?.shift()?.(manager);
}

@Controller()
class PaymentHandlers {
  @MessagePattern('payment.authorize')
  async authorize(@Payload() input: Record<string, JsonValue>, @Ctx() context: CommandContext) {
    const { manager, idempotencyKey } = context;
    const { amount = null } = input;
    // Careless, but its own affair: when it runs again it finds its input whole.
    delete input['amount'];
    await write(manager, idempotencyKey, 'authorized');
    await doAsPlanned(manager, idempotencyKey);
    if (Number(amount) > 100) throw new CommandRefused('LIMIT_EXCEEDED', 'too much');
    return { authorizationId: `authorization of ${context.step}`, amount };
  }

  @MessagePattern('payment.void')
  async void(@Payload() _input: JsonObject, @Ctx() context: CommandContext) {
    const { manager, idempotencyKey, executed } = context;
    await write(manager, idempotencyKey, 'voided');
    await doAsPlanned(manager, idempotencyKey);
    return { voided: (executed as JsonObject)['authorizationId'] };
  }
}

@Module({ imports: [ParticipantModule], controllers: [PaymentHandlers] })
export class PaymentModule {}

export const fails = {
  forNow: () => {
    throw new TryAgainLater('BANK_CLOSED', 'the bank is closed', { retryAfterMs: 1_500 });
  },
  forGood: () => {
    throw new CommandRefused('NOT_VOIDABLE', 'it was captured');
  },
  silently: () => {
    throw new NoReply();
  },
  with: (error: unknown) => () => {
    throw error;
  },
};

const PLANS: Readonly<Record<PlanName, Plan>> = {
  refuses: fails.forGood,
  'refuses after a statement failed': (manager) =>
    manager.query('select 1 / 0').catch(fails.forGood),
  'hides a failed statement': (manager) => manager.query('select 1 / 0').catch(() => null),
  errs: fails.forNow,
};

/** The service as the contracts on duties know it. */
export async function openPaymentBench(way?: Way): Promise<DutiesBench> {
  const bench = await Bench.open(way);
  return {
    conductor: bench.conductor,
    startPayment: async (options = {}) => {
      const { app } = await bench.start(PaymentModule, options);
      return () => app.close();
    },
    plan: (key, ...plans) => {
      plansOf.set(
        key,
        plans.map((name) => PLANS[name]),
      );
    },
    haltAt: (key, halt) => void halts.set(key, halt),
    effectsOf: (key) => bench.effectsOf(key),
    inboxRow: (key) => bench.inboxRow(key),
    untilBlocked: () => bench.untilBlocked(),
    ask: (text, values) => bench.dataSource.query<unknown[]>(text, [...values]),
    onClose: (closer) => bench.onClose(closer),
    close: () => bench.close(),
  };
}
