import { createServer } from 'node:http2';
import { answerEffectRequests } from '../effect-requests.js';
import type { Order } from '../load.js';
import { loadRestate, type Context } from './restate-sdk.js';
import { effects, steps } from './steps.js';

/**
 * The benchmark's saga for Restate, as its guide to sagas has it: what undoes a step is kept in a
 * list, and run in reverse when a step says no for good. Twice: with participants as services of
 * their own that the saga calls, and with all steps in the saga's process. A program of its own
 * that listens on `PORT`.
 */
const { TerminalError, service, createEndpointHandler } = loadRestate();

const refuse = (reason: string): Error => new TerminalError(reason);

const order = service({
  name: 'order',
  handlers: {
    create: async (_: Context, input: Order) => steps.create(input),
    cancel: async (_: Context, input: Order) => steps.cancel(input),
  },
});
const payment = service({
  name: 'payment',
  handlers: {
    charge: async (_: Context, input: Order) => steps.charge(input),
    refund: async (_: Context, input: Order) => steps.refund(input),
  },
});
const shipping = service({
  name: 'shipping',
  handlers: { ship: async (_: Context, input: Order) => steps.ship(input, refuse) },
});

const byCalls = service({
  name: 'saga-by-calls',
  handlers: {
    run: (context: Context, input: Order) =>
      orCompensate(async (undo) => {
        const [orders, payments] = [context.serviceClient(order), context.serviceClient(payment)];
        await orders.create(input);
        undo.push(() => orders.cancel(input));
        await payments.charge(input);
        undo.push(() => payments.refund(input));
        return context.serviceClient(shipping).ship(input);
      }),
  },
});

const byRun = service({
  name: 'saga-by-run',
  handlers: {
    run: (context: Context, input: Order) =>
      orCompensate(async (undo) => {
        await context.run('create', () => steps.create(input));
        undo.push(() => context.run('cancel', () => steps.cancel(input)));
        await context.run('charge', () => steps.charge(input));
        undo.push(() => context.run('refund', () => steps.refund(input)));
        return context.run('ship', () => steps.ship(input, refuse));
      }),
  },
});

async function orCompensate<T>(forward: (undo: (() => Promise<unknown>)[]) => Promise<T>) {
  const undo: (() => Promise<unknown>)[] = [];
  try {
    return { status: 'completed', output: await forward(undo) };
  } catch (error) {
    if (!(error instanceof TerminalError)) throw error;
    for (const compensate of undo.reverse()) await compensate();
    return { status: 'compensated' };
  }
}

answerEffectRequests(effects);
const services = [order, payment, shipping, byCalls, byRun];
createServer(createEndpointHandler({ services })).listen(
  Number(process.env['PORT']),
  '127.0.0.1',
  () => process.send?.('ready'),
);
