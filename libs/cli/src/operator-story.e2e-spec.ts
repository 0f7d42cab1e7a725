import {
  ConductorStack,
  errs,
  isSilent,
  ORDER_DEFINITION,
  refuses,
  succeeds,
} from '../../../apps/conductor/src/conductor-stack.fixture.js';
import { conductor, type Ran, type World } from './cli.fixture.js';

const LOAN = {
  name: 'loan',
  steps: [
    { name: 'approval', wait: { signal: 'approved' } },
    { name: 'pay', command: 'payment.pay', kind: 'pivot' },
  ],
};
const NOBODY = '01900000-0000-7000-8000-000000000099';
const YES = ['--reason', 'shipping is back', '--yes'];

let stack: ConductorStack;
let url: string;

beforeAll(async () => {
  stack = await ConductorStack.start();
  url = stack.conductor.url;
  for (const body of [ORDER_DEFINITION, LOAN]) {
    const posted = await run(['definition', 'apply', '-', '--json'], {
      input: JSON.stringify(body),
    });
    expect(posted).toMatchObject({ exit: 0 });
  }
});

afterAll(() => stack.close());

beforeEach(() => stack.script.clear());

function run(args: readonly string[], world: World = {}): Promise<Ran> {
  return conductor(args, { url, ...world });
}

/** Starts an order, and waits until it is at rest. */
async function order(orderId: string): Promise<{ readonly ran: Ran; readonly id: string }> {
  const input = JSON.stringify({ orderId });
  const ran = await run([
    'saga',
    'start',
    'place-order',
    '--input',
    input,
    '--key',
    orderId,
    '--wait',
    '30s',
    '--json',
  ]);
  return { ran, id: (ran.json() as { id: string }).id };
}

async function stuckOrder(orderId: string): Promise<string> {
  stack.script.set('shipping.ship', errs('NO_TRUCK'));
  const { ran, id } = await order(orderId);
  expect(ran.exit).toBe(9);
  return id;
}

describe('The messages of a definition', () => {
  it.each([[], ['1']])(
    'are printed as one AsyncAPI document, given the version %j',
    async (...version) => {
      const ran = await run(['definition', 'asyncapi', 'place-order', ...version]);
      expect(ran.exit).toBe(0);
      expect(ran.json()).toMatchObject({ asyncapi: '3.0.0', info: { title: 'place-order' } });
    },
  );
});

describe('An operator with a stuck saga', () => {
  it('finds it, reads why, sees what a retry would send, retries, and awaits its end', async () => {
    const id = await stuckOrder('o-1');

    const listed = await run(['saga', 'list', '--filter', `${url}/sagas?status=stuck&limit=5`]);
    expect(listed).toMatchObject({ exit: 0, out: expect.stringContaining(id) });

    const got = await run(['saga', 'get', id]);
    expect(got.out).toMatch(/ship is stuck since .*NO_TRUCK/);
    expect(got.out).toMatch(/! ship +stuck/);

    const seen = await run(['saga', 'retry', id, '--dry-run']);
    expect(seen).toMatchObject({ exit: 0, out: expect.stringContaining('sends shipping.ship') });
    expect((await run(['saga', 'get', id, '--exit-status'])).exit).toBe(9);

    stack.script.set('shipping.ship', succeeds);
    const done = await run(['saga', 'retry', id, ...YES, '--json']);
    expect(done.exit).toBe(0);
    expect(done.err).toMatch(/--idempotency-key [0-9a-f-]{36}/);
    expect((await run(['saga', 'wait', id])).exit).toBe(0);
    expect((await run(['saga', 'timeline', id])).out).toContain('shipping is back');
  });

  it('is asked for a reason and shown the preview on a terminal; no is no', async () => {
    const id = await stuckOrder('o-2');
    const no = await run(['saga', 'retry', id], { answers: ['it is back', 'n'] });
    expect(no).toMatchObject({ exit: 1, err: expect.stringContaining('sends shipping.ship') });
    expect(no.err).toContain('CLI_NOT_CONFIRMED');

    stack.script.set('shipping.ship', succeeds);
    const yes = await run(['saga', 'retry', id, '--wait', '30s'], { answers: ['it is back', 'y'] });
    expect(yes.exit).toBe(0);
  });

  it('gets the same answer for the same line, and does it once', async () => {
    const id = await stuckOrder('o-3');
    const line = ['saga', 'retry', id, ...YES, '--idempotency-key', 'o-3-again', '--json'];
    const calls = stack.record('shipping.ship');
    await run([...line, '--wait', '30s']);
    await run(line);
    expect(calls.length).toBe(1);
  });

  it('does the same with many: sees how many, then watches the bulk to its end', async () => {
    const ids = [await stuckOrder('o-4'), await stuckOrder('o-5')];
    const which = ids.flatMap((id) => ['--id', id]);
    const seen = await run(['bulk', 'start', 'retry', ...which, '--dry-run']);
    expect(seen).toMatchObject({ exit: 0, out: expect.stringContaining('2 sagas') });

    stack.script.set('shipping.ship', succeeds);
    const done = await run(['bulk', 'start', 'retry', ...which, ...YES, '--watch', '--json']);
    expect([done.exit, done.json()]).toMatchObject([0, { status: 'done', counts: { good: 2 } }]);
    expect((await run(['bulk', 'start', 'retry', ...YES])).err).toContain('empty filter');
  });
});

describe('The exit code', () => {
  it.each([
    ['completed', succeeds, 0],
    ['compensated', refuses('CARD_DECLINED'), 7],
    ['compensated after errors', errs('ERR_LOCKED'), 7],
  ] as const)('given a saga that ends %s, then it says so', async (_, answer, exit) => {
    stack.script.set('payment.authorize', answer);
    expect((await order(`e-${exit}-${_}`)).ran.exit).toBe(exit);
  });

  it('is 8 while a saga waits, and 0 once the signal came', async () => {
    const started = await run(['saga', 'start', 'loan', '--wait', '200ms', '--json']);
    expect(started.exit).toBe(8);
    const { id } = started.json() as { id: string };
    expect((await run(['saga', 'signal', id, 'approved'])).exit).toBe(0);
    expect((await run(['saga', 'wait', id])).exit).toBe(0);
  });

  it.each([
    [3, 'saga retry', ['saga', 'retry', 'ENDED', ...YES], 'SAGA_ENDED'],
    [
      3,
      'another version',
      ['saga', 'cancel', 'OPEN', ...YES, '--if-version', '99'],
      'VERSION_CONFLICT',
    ],
    [5, 'no such saga', ['saga', 'get', NOBODY], 'SAGA_NOT_FOUND'],
    [2, 'no such command', ['saga', 'repair', NOBODY], 'CLI_USAGE'],
    [2, 'no reason', ['saga', 'cancel', 'ENDED'], '--reason'],
    [2, 'nobody confirms', ['saga', 'pause', 'OPEN', '--reason', 'x'], '--yes'],
    [2, 'no filter', ['saga', 'list', '--filter', 'colour=red'], 'there is no filter colour'],
  ] as const)('is %i: %s', async (exit, _, args, says) => {
    const { id: ended } = await order(`x-${exit}-${says.length}`);
    const open = (await run(['saga', 'start', 'loan', '--json'])).json() as { id: string };
    const named = args.map((arg) => (arg === 'ENDED' ? ended : arg === 'OPEN' ? open.id : arg));
    const ran = await run(named);
    expect({ exit: ran.exit, err: ran.err }).toEqual({ exit, err: expect.stringContaining(says) });
  });

  it('is 1 when nobody answers, and says where the address is from', async () => {
    const ran = await conductor(['me'], { url: 'http://127.0.0.1:9' });
    expect(ran).toMatchObject({ exit: 1, err: expect.stringContaining('CONDUCTOR_URL') });
  });
});

describe('A saga that is watched', () => {
  it('is told line by line where there is no terminal, to its end', async () => {
    stack.script.set('payment.authorize', refuses('CARD_DECLINED'));
    stack.script.set('order.reject', isSilent);
    const started = await run([
      'saga',
      'start',
      'place-order',
      '--input',
      '{"orderId":"w-1"}',
      '--json',
    ]);
    const { id } = started.json() as { id: string };
    stack.script.set('order.reject', succeeds);
    const watched = await run(['saga', 'watch', id]);
    expect(watched.exit).toBe(7);
    const lines = watched.out.trim().split('\n');
    expect(new Set(lines).size).toBe(lines.length);
    expect(lines.length).toBeGreaterThan(4);
  });

  it('is told as lines of JSON, a state in each and none left out', async () => {
    // given a saga that waits, and one who watches it
    const { id } = (await run(['saga', 'start', 'loan', '--json'])).json() as { id: string };
    let isSignalled = false;
    // when it goes on once its first state is told
    const signal = (): void => {
      if (isSignalled) return;
      isSignalled = true;
      void run(['saga', 'signal', id, 'approved']);
    };
    const watched = await run(['saga', 'watch', id, '--output', 'jsonl'], { onOut: signal });
    // then each version has its line, up to the end
    expect(watched.exit).toBe(0);
    const states = watched.out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { version: number; status: string });
    const [first] = states;
    const versions = states.map(({ version }) => version);
    expect(versions).toEqual(versions.map((_, index) => (first?.version ?? 0) + index));
    expect(versions.length).toBeGreaterThan(2);
    expect(states.map(({ status }) => status).at(-1)).toBe('completed');
  });

  it('is drawn on a terminal, with what is undone, live', async () => {
    const started = await run(['saga', 'start', 'loan', '--json']);
    const { id } = started.json() as { id: string };
    let isSignalled = false;
    const signal = (all: string): void => {
      if (isSignalled || !all.includes('… approval')) return;
      isSignalled = true;
      void run(['saga', 'signal', id, 'approved']);
    };
    const watched = await run(['saga', 'watch', id], { isTerminal: true, onOut: signal });
    expect(watched.exit).toBe(0);
    expect(watched.out).toMatch(/✓ pay +succeeded +[·█]+/);
    expect(watched.out).toContain('no way back below');
  });
});
