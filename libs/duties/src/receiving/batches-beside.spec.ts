import { setImmediate as turnOfTheLoop } from 'node:timers/promises';
import type { ParsedCommand } from '#contracts';
import { command, EnvelopeBench, ids, SUCCEEDED } from '../receiving/envelope-bench.fixture.js';
import type { BatchEnd } from '../receiving/command-consumer.js';

/* How many batches are at work at a time. */

/** Batches that end when the test says so; commands with an id in `alone` share none. */
class Work {
  readonly sizes: number[] = [];
  private readonly ends: (() => void)[] = [];

  constructor(private readonly alone: ReadonlySet<string> = new Set()) {}

  readonly mayShare = ({ messageId }: ParsedCommand) => !this.alone.has(messageId);

  readonly answer = async (commands: readonly ParsedCommand[]): Promise<readonly BatchEnd[]> => {
    this.sizes.push(commands.length);
    await new Promise<void>((resolve) => this.ends.push(resolve));
    return commands.map(() => ({ type: 'answered', outcome: SUCCEEDED }));
  };

  async endOne(): Promise<void> {
    this.ends.shift()?.();
    await someTurns();
  }
}

async function someTurns(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await turnOfTheLoop();
}

async function deliver(bench: EnvelopeBench, messageIds: readonly string[]): Promise<void> {
  bench.deliver(messageIds.map(command));
  await someTurns();
}

const named = (name: string, count: number) => ids(count).map((id) => `${name}-${id}`);

describe('Beside two batches', () => {
  let bench: EnvelopeBench;

  afterEach(() => bench.close());

  it('small ones wait, and are one when the first has ended', async () => {
    const work = new Work();
    bench = await EnvelopeBench.start({ batches: work });
    for (const name of ['a', 'b', 'c', 'd', 'e']) await deliver(bench, named(name, 4));
    expect(work.sizes).toEqual([4, 4]);
    await work.endOne();
    expect(work.sizes).toEqual([4, 4, 12]);
  });

  it('a full one begins at once', async () => {
    const work = new Work();
    bench = await EnvelopeBench.start({ batches: work });
    for (const name of ['a', 'b']) await deliver(bench, named(name, 4));
    await deliver(bench, named('c', 31));
    expect(work.sizes).toEqual([4, 4]);
    await deliver(bench, named('d', 4));
    expect(work.sizes).toEqual([4, 4, 32]);
  });

  it('a command that shares no transaction begins at once', async () => {
    const work = new Work(new Set(['alone']));
    bench = await EnvelopeBench.start({ batches: work });
    for (const name of ['a', 'b']) await deliver(bench, named(name, 4));
    await deliver(bench, ['alone']);
    expect([...bench.atWork.keys()]).toEqual(['alone']);
  });
});
