import { participantQueue } from '#bus';
import { createTestDatabase, eventually, newSagaId, type TestDatabase } from '#testing-internal';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { Client } from 'pg';
import { PlainConductor } from './plain-conductor.fixture.js';

/* The examples of WRITING-A-PARTICIPANT, taken from there and run as they stand. */

/** A busy machine takes half a minute to load a program. */
const START_MS = 90_000;
const DOCUMENT = 'docs/WRITING-A-PARTICIPANT.md';
const AUTHORIZED = { type: 'succeeded', output: { authorizationId: expect.any(String) } };
const UNDONE = { type: 'succeeded', output: { result: 'undone' } };
const NOTHING_TO_UNDO = { type: 'succeeded', output: { result: 'nothing-to-undo' } };
const refusedWith = (code: string) => ({
  type: 'refused',
  error: { code, message: expect.any(String) },
});

const SQL_OF_PACKAGE = readFileSync('clients/python/src/conductor_participant/inbox.sql', 'utf8');
const SQL_OF_DOCUMENT = blockAfter('The inbox is its own table', 'sql');
const PYTHON = process.env['PYTHON'] ?? '';
const EXAMPLES = {
  node: {
    command: [process.execPath, '--input-type=module', '-'],
    text: blockAfter('<!-- example: plain-node -->', 'js'),
    tables: SQL_OF_DOCUMENT,
  },
  package: {
    command: [PYTHON, '-'],
    text: blockAfter('<!-- example: python-package -->', 'python'),
    tables: `${SQL_OF_DOCUMENT} drop table inbox; ${SQL_OF_PACKAGE}`,
  },
  python: {
    command: [PYTHON, '-'],
    text: blockAfter('<!-- example: plain-python -->', 'python'),
    tables: '',
  },
} as const;

let database: TestDatabase;
let client: Client;
let conductor: PlainConductor;
let service: ChildProcess;

async function start({ command, text, tables }: (typeof EXAMPLES)[keyof typeof EXAMPLES]) {
  database = await createTestDatabase();
  client = new Client({ connectionString: database.url });
  await client.connect();
  await client.query(tables);
  conductor = await PlainConductor.open('payment');
  const [program, ...args] = command;
  service = spawn(program, args, {
    stdio: ['pipe', 'inherit', 'ignore'],
    env: {
      PATH: process.env['PATH'],
      PYTHONPATH: 'clients/python/src',
      PYTHONDONTWRITEBYTECODE: '1',
      AMQP_URL: process.env['AMQP_URL'],
      PAYMENT_DATABASE_URL: database.url,
      CONDUCTOR_PREFIX: conductor.prefix,
    },
  });
  service.stdin?.end(text);
  await eventually(
    () => conductor.bus.inspect(participantQueue(conductor.prefix, 'payment')),
    ({ consumers }) => consumers === 1,
    START_MS,
  );
}

async function end() {
  if (service?.exitCode === null) {
    service.kill();
    await once(service, 'exit');
  }
  await conductor?.close();
  await client?.end();
  await database?.drop();
}

const step = 'authorize';
const authorize = (sagaId: string, amount = 10, attempt = 1) =>
  conductor.send({ command: 'payment.authorize', data: { amount }, sagaId, step, attempt });
const compensate = (sagaId: string) =>
  conductor.send({ command: 'payment.void', sagaId, step, direction: 'compensate' });
const inquire = (sagaId: string) =>
  conductor.send({ command: 'payment.authorize', sagaId, step, direction: 'inquire' });

describe.each([
  ['plain Node', EXAMPLES.node, 'LIMIT_EXCEEDED'],
  ['Python package', EXAMPLES.package, 'KEY_REUSED'],
])('The %s example', (_, example, another) => {
  beforeAll(() => start(example), START_MS);
  afterAll(end);

  it('does an action once and gives duplicates the same answer', async () => {
    const sagaId = newSagaId();
    const answers = await Promise.all([1, 1, 2].map((attempt) => authorize(sagaId, 10, attempt)));
    expect(answers).toEqual([AUTHORIZED, AUTHORIZED, AUTHORIZED]);
    expect(await inquire(sagaId)).toEqual(AUTHORIZED);
    expect(await statusOf(sagaId)).toBe('authorized');
  });

  it('undoes it once, after which it has no effect any more', async () => {
    const sagaId = newSagaId();
    await authorize(sagaId);
    expect(await compensate(sagaId)).toEqual(UNDONE);
    expect(await compensate(sagaId)).toEqual(UNDONE);
    expect(await authorize(sagaId)).toEqual(refusedWith('FENCED'));
    expect(await inquire(sagaId)).toEqual(refusedWith('FENCED'));
    expect(await statusOf(sagaId)).toBe('voided');
  });

  it('fences an action that comes after its compensation, or an inquiry', async () => {
    const [one, other] = [newSagaId(), newSagaId()];
    expect(await compensate(one)).toEqual(NOTHING_TO_UNDO);
    expect(await inquire(other)).toEqual(refusedWith('FENCED'));
    for (const sagaId of [one, other]) {
      expect(await authorize(sagaId)).toEqual(refusedWith('FENCED'));
      expect(await statusOf(sagaId)).toBeUndefined();
    }
  });

  it('keeps to a refusal', async () => {
    const sagaId = newSagaId();
    expect(await authorize(sagaId, 500)).toEqual(refusedWith('LIMIT_EXCEEDED'));
    expect(await authorize(sagaId, 500)).toEqual(refusedWith('LIMIT_EXCEEDED'));
    // the package sees that it is another input (duty 6)
    expect(await authorize(sagaId, 10)).toEqual(refusedWith(another));
    expect(await compensate(sagaId)).toEqual(NOTHING_TO_UNDO);
    expect(await statusOf(sagaId)).toBeUndefined();
  });

  it('errs when it has no handler, and goes on', async () => {
    const unknown = { command: 'payment.missing', sagaId: newSagaId(), step };
    expect(await conductor.send(unknown)).toMatchObject({ type: 'errored' });
    expect(await authorize(newSagaId())).toEqual(AUTHORIZED);
  });
});

describe('The plain Python example', () => {
  beforeAll(() => start(EXAMPLES.python), START_MS);
  afterAll(end);

  it('answers, refuses, errs, and undoes nothing', async () => {
    const sagaId = newSagaId();
    expect(await authorize(sagaId)).toEqual(AUTHORIZED);
    expect(await authorize(sagaId, 500)).toEqual(refusedWith('LIMIT_EXCEEDED'));
    expect(await compensate(sagaId)).toEqual(NOTHING_TO_UNDO);
    expect(await inquire(sagaId)).toMatchObject({ type: 'errored' });
  });
});

async function statusOf(sagaId: string): Promise<string | undefined> {
  const select = 'select status from payment where command_key = $1';
  const { rows } = await client.query<{ status: string }>(select, [`${sagaId}/authorize/0`]);
  return rows[0]?.status;
}

/** The first block of that language after a mark in the document. */
function blockAfter(mark: string, language: string): string {
  const document = readFileSync(DOCUMENT, 'utf8');
  const start = document.indexOf(`\`\`\`${language}\n`, document.indexOf(mark));
  return document.slice(start + language.length + 4, document.indexOf('\n```', start));
}
