import fc from 'fast-check';
import { assertProperty, ManualClock, propertyTimeMs } from '#testing-internal';
import { nameOf, type SagaChange } from '../changes/saga-change.js';
import { formatPosition, parsePosition } from '../changes/stream-position.js';
import { ChangeFeed } from './change-feed.js';
import { change, MemoryChangeLog } from './memory-change-log.fixture.js';

/*
 * Transactions begin and commit in any order, are told by this replica, by a hint or by nobody, and
 * a client loses its connection and comes back with the id of the last event that it read.
 */

const RUNS = { runs: 200 };

type Move =
  | { readonly type: 'begin'; readonly changes: number }
  | { readonly type: 'commit'; readonly which: number; readonly isTold: boolean }
  | { readonly type: 'pass'; readonly ms: number }
  | { readonly type: 'break'; readonly unread: number };

const moves = fc.array(
  fc.oneof(
    fc.record({ type: fc.constant('begin' as const), changes: fc.integer({ min: 1, max: 3 }) }),
    fc.record({
      type: fc.constant('commit' as const),
      which: fc.nat(20),
      isTold: fc.boolean(),
    }),
    fc.record({ type: fc.constant('pass' as const), ms: fc.constantFrom(1, 30, 400, 1_100) }),
    fc.record({ type: fc.constant('break' as const), unread: fc.nat(3) }),
  ),
  { minLength: 10, maxLength: 60 },
);

/** Reads events, and keeps the id of the last one, as a browser does. */
class Client {
  lastId = '';
  readonly read: string[] = [];
  /** Events of its connection, with their ids. */
  private sent: (readonly [string, string])[] = [];

  send(changes: readonly SagaChange[], id: string): void {
    for (const each of changes) this.sent.push([nameOf(each), id]);
  }

  /** The connection breaks before it has read the last ones. */
  receive(unread: number): readonly string[] {
    const arrived = this.sent.slice(0, Math.max(0, this.sent.length - unread));
    for (const [name, id] of arrived) {
      this.read.push(name);
      this.lastId = id;
    }
    this.sent = [];
    return arrived.map(([name]) => name);
  }
}

async function play(all: readonly Move[]): Promise<void> {
  const clock = new ManualClock();
  const log = new MemoryChangeLog(() => clock.now());
  const feed = new ChangeFeed({ log, clock, report: ({ error }) => expect(error).toBeNull() });
  const client = new Client();
  const open: (() => readonly SagaChange[])[] = [];
  const committed: string[] = [];
  const listener = {
    onChanges: (changes: readonly SagaChange[], id: string) => client.send(changes, id),
    onReset: () => expect('a reset').toBeNull(),
  };
  let leave = await feed.listen(listener);
  client.lastId = feed.position;
  const commit = (which: number, isTold: boolean): void => {
    const [end] = open.splice(which % Math.max(1, open.length), 1);
    if (end === undefined) return;
    const changes = end();
    committed.push(...changes.map(nameOf));
    if (isTold) feed.tell(changes);
  };
  for (const move of all) {
    if (move.type === 'begin') {
      open.push(log.begin(Array.from({ length: move.changes }, () => change())));
    } else if (move.type === 'commit') commit(move.which, move.isTold);
    else if (move.type === 'pass') await clock.advance(move.ms);
    else {
      const arrived = client.receive(move.unread);
      expect(new Set(arrived).size).toBe(arrived.length);
      leave();
      leave = await feed.listen(listener);
      const position = parsePosition(client.lastId);
      expect(position && formatPosition(position)).toBe(client.lastId);
      const { changes } = await log.since(position, 1_000);
      const missed = await log.describe(changes);
      // each connection may tell again what it resumes with: it counts what came after
      client.send(missed, client.lastId);
      client.receive(0);
    }
  }
  while (open.length > 0) commit(0, false);
  await clock.advance(2_500);
  client.receive(0);
  const missing = committed.filter((name) => !client.read.includes(name));
  expect(missing).toEqual([]);
  leave();
}

describe('Whoever listens, with broken connections,', () => {
  it(
    'misses no change, whatever commits when and whoever tells of it',
    async () => {
      await assertProperty(fc.asyncProperty(moves, play), RUNS);
    },
    propertyTimeMs(RUNS),
  );
});
