import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { participantQueue } from '#bus';
import { type JsonValue } from '#protocol';
import { type ReplyOutcome } from '#contracts';
import { brokerUrl, eventually } from '#testing-internal';
import { connect } from 'amqplib';
import { v7 } from 'uuid';
import { root } from './architecture/files.js';
import { PlainModule } from './participants/plain-nest-handlers.fixture.js';
import { PlainConductor } from './plain-conductor.fixture.js';
import { startPlainService } from './plain-nest-service.fixture.js';

/*
 * An ordinary NestJS microservice, with no library of ours, takes part: what WRITING-A-PARTICIPANT
 * says of it.
 */

const sagaId = v7();
let conductor: PlainConductor;
let queue: string;
let service: Awaited<ReturnType<typeof startPlainService>>;

beforeAll(async () => {
  conductor = await PlainConductor.open('payment');
  queue = participantQueue(conductor.prefix, 'payment');
  service = await startPlainService(PlainModule, queue);
});

afterAll(async () => {
  await service?.close();
  await conductor?.close();
});

it.each<[string, string, JsonValue, ReplyOutcome]>([
  [
    'succeeds with what its handler returns, and reads its headers',
    'payment.authorize',
    { amount: 10 },
    { type: 'succeeded', output: { authorized: 10, key: `${sagaId}/authorize/0` } },
  ],
  [
    'refuses with an RpcException that says refused',
    'payment.authorize',
    { amount: 500 },
    { type: 'refused', error: { code: 'LIMIT_EXCEEDED', message: 'too much' } },
  ],
  [
    'errs with any other RpcException',
    'payment.authorize',
    { amount: -1 },
    { type: 'errored', error: { code: 'BUSY', message: 'try again' }, isFinalIfListed: true },
  ],
  [
    'errs without a code, and tells nothing, when its handler breaks',
    'payment.break',
    {},
    {
      type: 'errored',
      error: { code: 'ERROR', message: 'Internal server error' },
      isFinalIfListed: true,
    },
  ],
  [
    'answers a compensation',
    'payment.void',
    {},
    { type: 'succeeded', output: { result: 'nothing-to-undo' } },
  ],
  [
    'errs when it has no handler',
    'payment.missing',
    {},
    {
      type: 'errored',
      error: { code: 'ERROR', message: expect.stringContaining('no matching message handler') },
      isFinalIfListed: true,
    },
  ],
])('a plain NestJS service %s', async (_, command, data, expected) => {
  const step = command.replace('payment.', '');
  expect(await conductor.send({ command, data, sagaId, step })).toEqual(expected);
});

const erroredWith = (message: string) => ({
  type: 'errored',
  error: { code: 'ERROR', message },
  isFinalIfListed: true,
});

it.each<[string, string, unknown]>([
  ['errs when a guard lets nobody in', 'payment.guarded', erroredWith('Forbidden resource')],
  ['errs when a pipe throws', 'payment.piped', erroredWith('Internal server error')],
  [
    'errs when a filter tells an empty text',
    'payment.filtered',
    erroredWith('no reason was given'),
  ],
  ['errs when a guard throws', 'payment.guard-throws', erroredWith('Internal server error')],
  [
    'errs when a filter throws what a pipe threw',
    'payment.filter-throws',
    erroredWith('Internal server error'),
  ],
  [
    'errs when its controller cannot be made',
    'payment.unmade',
    erroredWith('Internal server error'),
  ],
  [
    'errs when it returns what is not JSON',
    'payment.unwritable',
    erroredWith('Internal server error'),
  ],
  [
    'refuses what its validation refuses',
    'payment.validated',
    { type: 'refused', error: { code: 'INVALID_INPUT', message: 'amount' } },
  ],
  ['succeeds with nothing', 'payment.empty', { type: 'succeeded', output: null }],
  ['succeeds with the last of several', 'payment.several', { type: 'succeeded', output: 2 }],
])('a plain NestJS service %s, more often than its prefetch', async (_, command, expected) => {
  const step = command.replace('payment.', '');
  const send = () => conductor.send({ command, data: 'x', sagaId: v7(), step });
  // More than it may have unacknowledged.
  const answers = await Promise.all(Array.from({ length: 20 }, send));
  for (const answer of answers) expect(answer).toEqual(expected);
  const good = { command: 'payment.authorize', data: { amount: 10 }, sagaId: v7(), step };
  expect(await conductor.send(good)).toMatchObject({ type: 'succeeded' });
});

it('a plain NestJS service puts aside what is no command, and goes on', async () => {
  const connection = await connect(brokerUrl());
  const channel = await connection.createConfirmChannel();
  for (const body of ['no JSON', 'null', '{"pattern":"payment.void","data":{},"id":"1"}']) {
    for (let time = 0; time < 20; time++) channel.sendToQueue(queue, Buffer.from(body));
  }
  await channel.waitForConfirms();
  await connection.close();
  const good = { command: 'payment.void', sagaId: v7(), step: 'void' };
  expect(await conductor.send(good)).toMatchObject({ type: 'succeeded' });
});

it('is the recipe of the document', () => {
  const read = (path: string) => readFileSync(join(root, path), 'utf8');
  const [, recipe = ''] = read('tests/plain-nest-server.fixture.ts').split("from 'amqplib';\n");
  expect(recipe.length).toBeGreaterThan(1_000);
  expect(read('docs/WRITING-A-PARTICIPANT.md')).toContain(recipe.trim());
});

it('a plain NestJS service leaves nothing in its queue', async () => {
  await service.close();
  // the broker counts for a moment what has gone already
  const left = await eventually(
    () => conductor.bus.inspect(queue),
    ({ ready, consumers }) => ready + consumers === 0,
  );
  expect(left).toEqual({ ready: 0, consumers: 0 });
});
