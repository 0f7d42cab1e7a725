import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { Socket } from 'node:net';
import { connect, type ConsumeMessage } from 'amqplib';
import pg from 'pg';
import { conductorNames, conductorTopology, participantQueue } from '#bus';
import { settings } from '../settings.js';
import { applyReply, startSaga, type BaselineCommand, type BaselineSaga } from './saga.js';
import { createTables, lockAndRead, writeAndCommit, type BaselineWrites } from './tables.js';

/**
 * The yardstick: the minimum for the benchmark's saga with the guarantees of the hot path (row
 * locks, one transaction per batch, history, outbox, confirms, acknowledgement after the next
 * command is confirmed), as one script for this one saga. It has no definitions, timers, retries,
 * recovery, validation, checks of replies, metrics or API. The difference is the price of what the
 * product does beyond it.
 */
interface Input {
  readonly id: string;
  readonly start?: unknown;
  readonly reply?: { readonly messageId: string; readonly outcome: string; readonly tag: number };
}

const LANES = 2;
const BATCH_MAX = 200;
const names = conductorNames(settings.prefix);
const pool = new pg.Pool({
  connectionString: process.env['DATABASE_URL'],
  max: LANES,
  pipeline: true,
});
pool.on('connect', (client) => void client.query('set plan_cache_mode = force_custom_plan'));
await createTables(pool);

const connection = await connect(process.env['AMQP_URL'] ?? '', { noDelay: true });
const publisher = await connection.createConfirmChannel();
const consumer = await connection.createChannel();
for (const { name } of conductorTopology(settings.prefix).queues) await consumer.checkQueue(name);
for (const name of ['order', 'payment', 'shipping']) {
  await consumer.checkQueue(participantQueue(settings.prefix, name));
}
const socket: unknown = Reflect.get(connection.connection, 'stream');

const waiting: Input[] = [];
const ended = new Map<string, (saga: BaselineSaga) => void>();
let sent: string[] = [];
let lanesInUse = 0;

await consumer.prefetch(1000);
await consumer.consume(names.repliesQueue, (message) => message && take(message));
createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const { input } = JSON.parse(Buffer.concat(chunks).toString()) as { input: unknown };
    const id = randomUUID();
    ended.set(id, (saga) => {
      response.writeHead(201, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ id, status: saga.status }));
    });
    enqueue({ id, start: input });
  });
}).listen(Number(process.env['PORT']), '127.0.0.1', () => process.send?.('ready'));

function take({ content, properties, fields }: ConsumeMessage): void {
  const { outcome } = JSON.parse(content.toString()) as { outcome: string };
  const messageId = String(properties.correlationId);
  const [id = ''] = messageId.split('/');
  enqueue({ id, reply: { messageId, outcome, tag: fields.deliveryTag } });
}

function enqueue(input: Input): void {
  waiting.push(input);
  if (waiting.length === 1) setImmediate(pump);
}

function pump(): void {
  while (lanesInUse < LANES && waiting.length > 0) {
    lanesInUse += 1;
    void run(waiting.splice(0, BATCH_MAX)).finally(() => {
      lanesInUse -= 1;
      pump();
    });
  }
}

async function run(batch: readonly Input[]): Promise<void> {
  const client = await pool.connect();
  const confirmed = sent;
  sent = [];
  const ids = batch.filter(({ reply }) => reply).map(({ id }) => id);
  const sagas = await lockAndRead(client, ids);
  const writes = decide(batch, sagas, confirmed);
  await writeAndCommit(client, writes);
  client.release();
  for (const saga of [...writes.updated.map(({ saga }) => saga)]) {
    if (saga.awaits !== '') continue;
    ended.get(saga.id)?.(saga);
    ended.delete(saga.id);
  }
  const tags = batch.flatMap(({ reply }) => (reply ? [reply.tag] : []));
  publish(writes.commands, tags);
}

function decide(
  batch: readonly Input[],
  sagas: ReadonlyMap<string, BaselineSaga>,
  confirmed: readonly string[],
): BaselineWrites {
  const writes = {
    started: [] as BaselineSaga[],
    updated: [] as { saga: BaselineSaga; before: number }[],
    history: [] as { sagaId: string; version: number; data: string }[],
    commands: [] as BaselineCommand[],
    sent: confirmed,
  };
  for (const input of batch) {
    const { id, start, reply } = input;
    const before = sagas.get(id);
    const moved = reply
      ? before && applyReply(before, reply.messageId, reply.outcome)
      : startSaga(id, start);
    if (!moved) continue;
    if (before) writes.updated.push({ saga: moved.saga, before: before.version });
    else writes.started.push(moved.saga);
    if (moved.command) writes.commands.push(moved.command);
    const data = JSON.stringify({ input, events: [moved.saga.status, moved.saga.awaits] });
    writes.history.push({ sagaId: id, version: moved.saga.version, data });
  }
  return writes;
}

/** In one write; the batch's deliveries are acknowledged when all of it is confirmed. */
function publish(commands: readonly BaselineCommand[], tags: readonly number[]): void {
  let open = commands.length;
  const settle = (messageId: string): void => {
    sent.push(messageId);
    open -= 1;
    if (open === 0) acknowledge(tags);
  };
  if (socket instanceof Socket) socket.cork();
  for (const command of commands) {
    const { messageId, sagaId, step, direction, pattern, participant, data } = command;
    const body = Buffer.from(JSON.stringify({ pattern, data, id: messageId }));
    const headers = {
      'saga-id': sagaId,
      step,
      direction,
      iteration: 0,
      attempt: 1,
      'idempotency-key': `${sagaId}/${step}/0`,
    };
    const options = {
      messageId,
      correlationId: messageId,
      replyTo: names.repliesQueue,
      headers,
      persistent: true,
      mandatory: true,
      contentType: 'application/json',
    };
    publisher.publish(names.commandsExchange, participant, body, options, (error: unknown) => {
      if (error) throw new Error('the broker refused a command', { cause: error });
      settle(messageId);
    });
  }
  if (commands.length === 0) acknowledge(tags);
  setImmediate(() => {
    if (socket instanceof Socket) socket.uncork();
  });
}

/**
 * Lanes finish out of order, and `multiple` would cover open deliveries: so each is acknowledged
 * alone.
 */
function acknowledge(tags: readonly number[]): void {
  for (const deliveryTag of tags) {
    consumer.ack({ fields: { deliveryTag } } as ConsumeMessage);
  }
}
