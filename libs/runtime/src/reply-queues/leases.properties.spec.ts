import fc from 'fast-check';
import { assertProperty } from '#testing-internal';
import type { KnownPresence, ReplicaPresence } from '#ports';
import { BEAT_MS } from '../outages/presence.js';
import { HOMES_MAX, leasesToTake, SILENT_MS, type ReplyQueueLease } from './leases.js';
import { UnreadQueues } from './unread-queues.js';

/*
 * Replicas that come, leave, are killed, stand still and go on, each with a beat a second.
 */

/** A replica that stands still is noticed by its silence and a beat; then queues are shared out. */
const TAKEN_OVER_MS = SILENT_MS + 3 * BEAT_MS;
/** One queue moves with each beat. */
const EVEN_MS = 80_000;

type Act =
  | { readonly type: 'comes' }
  | { readonly type: 'leaves' | 'is killed' | 'stands still' | 'goes on'; readonly who: number }
  | { readonly type: 'time'; readonly ms: number };

const acts: fc.Arbitrary<Act> = fc.oneof(
  fc.constant({ type: 'comes' as const }),
  fc.record({
    type: fc.constantFrom('leaves', 'is killed', 'stands still', 'goes on'),
    who: fc.nat(99),
  }),
  fc.record({ type: fc.constant('time' as const), ms: fc.integer({ min: 100, max: 12_000 }) }),
);

interface Running {
  readonly id: string;
  nextBeatAt: number;
  isStill: boolean;
  /** What it believes to be its own: what it reads. */
  reads: ReadonlySet<number>;
  readonly unread: UnreadQueues;
}

class Installation {
  at = 0;
  running: Running[] = [];
  leases: readonly ReplyQueueLease[] = [];
  private replicas = new Map<string, ReplicaPresence>();
  private born = 0;

  come(): void {
    const id = `replica-${this.born++}`;
    const unread = new UnreadQueues();
    const nextBeatAt = this.at + 1;
    this.running.push({ id, nextBeatAt, isStill: false, reads: new Set(), unread });
  }

  act(act: Exclude<Act, { type: 'time' }>): void {
    if (act.type === 'comes') return this.running.length < 8 ? this.come() : undefined;
    const chosen = this.running[act.who % Math.max(1, this.running.length)];
    if (!chosen) return;
    if (act.type === 'stands still') chosen.isStill = true;
    else if (act.type === 'goes on') this.goOn(chosen);
    else {
      if (act.type === 'leaves') this.note(chosen.id, true);
      this.running = this.running.filter((each) => each !== chosen);
    }
  }

  goOn(replica: Running): void {
    replica.isStill = false;
    replica.nextBeatAt = Math.max(replica.nextBeatAt, this.at + 1);
  }

  pass(ms: number): void {
    const until = this.at + ms;
    for (;;) {
      const moving = this.running.filter(({ isStill }) => !isStill);
      const next = moving.toSorted((a, b) => a.nextBeatAt - b.nextBeatAt)[0];
      if (!next || next.nextBeatAt > until) break;
      this.at = next.nextBeatAt;
      this.beat(next);
    }
    this.at = until;
  }

  private beat(replica: Running): void {
    const { id } = replica;
    replica.nextBeatAt = this.at + BEAT_MS;
    const known: KnownPresence = {
      at: this.at,
      replicas: [...this.replicas.values()],
      replyQueues: this.leases,
    };
    const unread = replica.unread.since(
      known.replyQueues,
      (number) => this.consumersOf(number),
      this.at,
    );
    const taken = leasesToTake({ id, known, unread });
    const changed = new Map(taken.map((lease) => [lease.number, lease]));
    const kept = this.leases.filter(({ number }) => !changed.has(number));
    this.leases = [...kept, ...taken].sort((a, b) => a.number - b.number);
    this.note(id, false);
    const own = this.leases.filter((lease) => lease.replica === id);
    replica.reads = new Set(own.map(({ number }) => number));
  }

  private note(id: string, hasLeft: boolean): void {
    const seenAt = this.at;
    this.replicas.set(id, { id, seenAt, brokerLostAt: null, hasLeft, readsEnvelopes: true });
  }

  /** The broker still has the connections of a process that stands still. */
  consumersOf(number: number): number {
    return this.running.filter(({ reads }) => reads.has(number)).length;
  }
}

describe('Whatever replicas do', () => {
  it('each queue is read within seconds, each has its own home, and shares become even', () => {
    return assertProperty(
      fc.property(fc.array(acts, { maxLength: 40 }), (story) => {
        const installation = new Installation();
        installation.come();
        for (const act of story) {
          if (act.type === 'time') installation.pass(act.ms);
          else installation.act(act);
        }
        const moving = () => installation.running.filter(({ isStill }) => !isStill);
        if (moving().length === 0) installation.come();
        installation.pass(TAKEN_OVER_MS);
        const { leases } = installation;
        const there = moving().map(({ id }) => id);
        for (const { number } of leases) {
          expect(moving().some(({ reads }) => reads.has(number))).toBe(true);
        }
        expect(leases.map(({ number }) => number)).toEqual(leases.map((_, index) => index));
        expect(leases.length).toBeLessThanOrEqual(HOMES_MAX);

        for (const replica of installation.running) installation.goOn(replica);
        installation.pass(EVEN_MS);
        const homes = installation.leases.filter(({ isHome }) => isHome);
        expect(homes.map(({ replica }) => replica).sort()).toEqual(
          installation.running.map(({ id }) => id).sort(),
        );
        const counts = installation.running.map(({ reads }) => reads.size);
        expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
        // each is read by who has its lease, and by nobody else
        for (const { number } of installation.leases) {
          expect(installation.consumersOf(number)).toBe(1);
        }
        expect(there.length).toBeGreaterThan(0);
      }),
      { runs: 300 },
    );
  });
});
