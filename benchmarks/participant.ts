import {
  conductorTopology,
  participantQueue,
  participantTopology,
  type Delivery,
  type OutgoingMessage,
} from '#bus';
import {
  descriptionMessage,
  descriptionWays,
  openCommands,
  packReplies,
  parseCommand,
  replyMessage,
} from '#contracts';
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
/** As the conductor wants to hear it of a live process that takes envelopes. */
const DESCRIBE_EVERY_MS = 60_000;

interface Answered {
  readonly delivery: Delivery;
  readonly reply: OutgoingMessage;
}

let waiting: (Answered & { readonly isCarried: boolean })[] = [];

await bus.consume(participantQueue(settings.prefix, name), { prefetch: 500 }, (message) => {
  if (waiting.length === 0) setImmediate(() => flush());
  for (const delivery of openCommands(message)) {
    waiting.push({ delivery, reply: answer(delivery), isCarried: delivery !== message });
  }
});
if (settings.envelopes > 0) {
  await describe();
  setInterval(() => void describe(), DESCRIBE_EVERY_MS).unref();
}
process.send?.('ready');

async function describe(): Promise<void> {
  const { prefix, envelopes } = settings;
  const description = { participant: name, commands: [], envelopes, instance: `${process.pid}` };
  const [way] = descriptionWays(
    descriptionMessage(description, { prefix, at: Date.now() }),
    prefix,
  );
  if (way) await bus.publish([way]);
}

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

/**
 * All replies of one turn in one write, those to envelopes in envelopes. A command is acknowledged
 * once its reply is confirmed.
 */
function flush(): void {
  const batch = waiting;
  waiting = [];
  const alone = batch.filter(({ isCarried }) => !isCarried);
  const carried = batch.filter(({ isCarried }) => isCarried);
  void send(alone, 1);
  void send(carried, settings.envelopes);
}

async function send(batch: readonly Answered[], carriedMax: number): Promise<void> {
  if (batch.length === 0) return;
  const parcels = packReplies(
    batch.map(({ reply }) => reply),
    carriedMax,
  );
  const outcomes = await bus.publish(parcels.map(({ message }) => message));
  parcels.forEach(({ positions }, index) => {
    if (outcomes[index] !== 'confirmed') return;
    for (const position of positions) batch[position]?.delivery.ack();
  });
}

function quiet() {
  const nothing = (): void => undefined;
  return { info: nothing, warn: console.warn, error: console.error };
}
