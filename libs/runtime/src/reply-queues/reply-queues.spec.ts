import { ScriptedBus } from '#testing-internal';
import type { KnownPresence } from '#ports';
import type { ReplyQueueLease } from './leases.js';
import { ReplyQueues, type ReplyReader } from './reply-queues.js';

const ME = 'me';
const OTHER = 'other';

/** What a reader is told, in order. */
class RecordingReader implements ReplyReader {
  readonly told: string[] = [];
  fault: Error | null = null;

  async read(queue: string, prefetch: number): Promise<void> {
    if (this.fault !== null) throw this.fault;
    this.told.push(`read ${queue}, ${prefetch} at a time`);
  }

  async leave(queue: string): Promise<void> {
    this.told.push(`leave ${queue}`);
  }
}

function setUp(options: { readonly durable?: boolean } = {}) {
  const bus = new ScriptedBus(options);
  const reader = new RecordingReader();
  const lost: string[] = [];
  const faults: string[] = [];
  const queues = new ReplyQueues({
    bus,
    reader,
    prefix: 'p',
    onLost: (queue) => lost.push(queue),
    report: ({ during }) => void faults.push(during),
  });
  let leases: readonly ReplyQueueLease[] = [];
  /** A beat: what it takes is written, and followed. */
  const beat = async (counts: Readonly<Record<string, number>> = {}): Promise<void> => {
    const replicas = [ME, OTHER].map((id) => {
      return { id, seenAt: 0, brokerLostAt: null, hasLeft: false, readsEnvelopes: true };
    });
    const known: KnownPresence = { at: 0, replicas, replyQueues: leases };
    const taken = queues.leases(ME, known, new Map(Object.entries(counts)));
    const numbers = taken.map(({ number }) => number);
    leases = [...leases.filter(({ number }) => !numbers.includes(number)), ...taken];
    await queues.follow(ME, known, taken);
  };
  const store = (...all: readonly ReplyQueueLease[]): void => void (leases = all);
  return { bus, reader, queues, lost, faults, beat, store };
}

const lease = (number: number, replica: string, part: Partial<ReplyQueueLease> = {}) => {
  return { number, replica, fence: 1, isHome: true, ...part };
};

describe('The reply queues of a replica', () => {
  it('have no home before the first beat: replies come to the queue that all read', () => {
    const { queues } = setUp();
    expect(queues.home).toBe('p.replies');
    expect(queues.names).toEqual([]);
  });

  it('have a home that is declared and read before a command names it', async () => {
    const { bus, queues, reader, beat, faults } = setUp();
    reader.fault = new Error('refused');
    await beat();
    expect(queues.home).toBe('p.replies');
    expect(faults).toEqual(['read a reply queue']);
    reader.fault = null;
    await beat();
    expect(queues.home).toBe('p.replies.0');
    expect(bus.declaredQueues).toEqual(['p.replies.0', 'p.replies.0']);
    expect(reader.told).toEqual(['read p.replies.0, 500 at a time']);
  });

  it('are read once, however many beats there are', async () => {
    const { reader, beat } = setUp();
    for (let count = 0; count < 5; count++) await beat({ 'p.replies.0': 1 });
    expect(reader.told).toEqual(['read p.replies.0, 500 at a time']);
  });

  it('are as many more as nobody takes from at two beats in a row', async () => {
    const { queues, reader, store, beat } = setUp();
    store(lease(0, ME), lease(1, OTHER));
    await beat({ 'p.replies.0': 1, 'p.replies.1': 0 });
    expect(queues.numbersRead).toEqual([0]);
    await beat({ 'p.replies.0': 1, 'p.replies.1': 0 });
    expect(queues.numbersRead).toEqual([0, 1]);
    expect(queues.home).toBe('p.replies.0');
    expect(queues.takenCount).toBe(1);
    expect(reader.told.at(-1)).toBe('read p.replies.1, 100 at a time');
  });

  it('are not taken from a replica that has just taken them and begins to read', async () => {
    const { queues, store, beat } = setUp();
    for (const fence of [1, 2, 3, 4]) {
      store(lease(0, ME), lease(1, OTHER, { fence }));
      await beat({ 'p.replies.0': 1, 'p.replies.1': 0 });
    }
    expect(queues.numbersRead).toEqual([0]);
  });

  it('are left when another replica has taken them; the home is then another one', async () => {
    const { queues, reader, store, beat } = setUp();
    await beat();
    store(lease(0, OTHER, { fence: 2 }));
    await beat();
    expect(queues.home).toBe('p.replies.1');
    expect(reader.told.slice(1)).toEqual(['read p.replies.1, 500 at a time', 'leave p.replies.0']);
  });

  it('are known with those of all other replicas', async () => {
    const { queues, store, beat } = setUp();
    store(lease(0, OTHER));
    await beat({ 'p.replies.0': 1 });
    expect(queues.names).toEqual(['p.replies.0', 'p.replies.1']);
  });

  it('are lost when the broker does not have one that others used', async () => {
    const { bus, queues, lost, store, beat } = setUp();
    bus.isWithoutQueues = true;
    store(lease(0, 'gone', { fence: 3 }));
    await beat();
    expect(queues.home).toBe('p.replies.0');
    expect(lost).toEqual(['p.replies.0']);
  });

  it('are not lost when they are new, or in this process only', async () => {
    for (const durable of [true, false]) {
      const { bus, lost, store, beat } = setUp({ durable });
      bus.isWithoutQueues = true;
      if (!durable) store(lease(0, 'gone', { fence: 3 }));
      await beat();
      expect(lost).toEqual([]);
    }
  });

  it('stay as they are once it closes', async () => {
    const { queues, reader, store, beat } = setUp();
    await beat();
    queues.close();
    store(lease(0, OTHER, { fence: 2 }));
    await beat();
    expect(reader.told).toEqual(['read p.replies.0, 500 at a time']);
    expect(queues.home).toBe('p.replies.0');
  });
});
