import {
  conductorTopology,
  participantQueue,
  participantTopology,
  type Delivery,
  type OutgoingMessage,
} from '#bus';
import { parseCommand, replyMessage } from '#contracts';
import { RabbitBus } from '#messaging';
import { answerEffectRequests } from './effect-requests.js';
import { EffectCounts } from './figures/effects.js';
import { refusalMessage } from './figures/refusal.js';
import { settings } from './settings.js';

/**
 * A participant that only replies, as a process of its own, because the conductor is what is
 * measured. `node participant.js NAME`.
 */
const name = process.argv[2] ?? 'order';
const bus = new RabbitBus({
  url: process.env['AMQP_URL'] ?? '',
  name: `bench-${name}`,
  log: quiet(),
});
await bus.open(conductorTopology(settings.prefix));
await bus.declare(participantTopology(settings.prefix, name));

const effects = new EffectCounts();
answerEffectRequests(effects);
let waiting: { delivery: Delivery; reply: OutgoingMessage }[] = [];

await bus.consume(participantQueue(settings.prefix, name), { prefetch: 500 }, (delivery) => {
  waiting.push({ delivery, reply: answer(delivery) });
  if (waiting.length === 1) setImmediate(() => void flush());
});
process.send?.('ready');

function answer(delivery: Delivery): OutgoingMessage {
  const parsed = parseCommand(delivery);
  if (!parsed.ok) throw new Error(`not a command: ${parsed.detail}`);
  const order = parsed.command.data as { orderId?: string; refuse?: boolean };
  effects.add(parsed.command.pattern, order.orderId ?? '');
  return replyMessage(parsed.command, outcomeOf(order), { appId: name, at: Date.now() });
}

function outcomeOf(data: { refuse?: boolean }) {
  if (name === 'shipping' && data.refuse === true) {
    const error = { code: 'OUT_OF_STOCK', message: refusalMessage(Date.now()) };
    return { type: 'refused' as const, error };
  }
  return { type: 'succeeded' as const, output: { trackingId: 't-1' } };
}

/** All replies of one turn in one write; a command is acknowledged once its reply is confirmed. */
async function flush(): Promise<void> {
  const batch = waiting;
  waiting = [];
  const outcomes = await bus.publish(batch.map(({ reply }) => reply));
  outcomes.forEach((outcome, index) => {
    if (outcome === 'confirmed') batch[index]?.delivery.ack();
  });
}

function quiet() {
  const nothing = (): void => undefined;
  return { info: nothing, warn: console.warn, error: console.error };
}
