import type { QueueState } from '#bus';
import type { LiveInstances } from '#contracts';
import { ManualClock, settle } from '#testing-internal';
import { EnvelopeLimits } from './envelope-limits.js';

const DESCRIBED = { participant: 'payment', commands: [], instance: 'i-1' };

class World {
  readonly clock = new ManualClock();
  readonly live = new Map<string, LiveInstances>();
  consumers = 1;
  areRepliesRead = true;
  directoryFault: Error | null = null;
  brokerFault: Error | null = null;
  asked: string[] = [];
  readonly faults: string[] = [];
  private gate: Promise<void> = Promise.resolve();
  readonly limits: EnvelopeLimits;

  constructor(carriedMax = 50) {
    this.limits = new EnvelopeLimits({
      directory: { liveInstances: () => this.readDirectory() },
      bus: { findQueue: (queue) => this.findQueue(queue) },
      clock: this.clock,
      report: ({ during }) => void this.faults.push(during),
      prefix: 'conductor',
      carriedMax,
      areRepliesRead: () => this.areRepliesRead,
    });
  }

  hold(): () => void {
    let release: () => void = () => undefined;
    this.gate = new Promise((resolve) => (release = resolve));
    return () => release();
  }

  /** Asks, lets whatever that began end, and asks again. */
  async look(participant = 'payment'): Promise<number> {
    this.limits.carriedMaxOf(participant);
    await settle();
    return this.limits.carriedMaxOf(participant);
  }

  private async readDirectory(): Promise<ReadonlyMap<string, LiveInstances>> {
    this.asked.push('directory');
    await this.gate;
    if (this.directoryFault) throw this.directoryFault;
    return this.live;
  }

  private async findQueue(queue: string): Promise<QueueState | null> {
    this.asked.push(queue);
    if (this.brokerFault) throw this.brokerFault;
    return this.consumers < 0 ? null : { ready: 0, consumers: this.consumers };
  }
}

const FIFTY: LiveInstances = { count: 1, envelopes: 50 };

describe('A message to a participant carries', () => {
  it('one command until it is known who reads its queue, then what all of them take', async () => {
    const world = new World();
    world.live.set('payment', { count: 2, envelopes: 20 });
    world.consumers = 2;
    expect(world.limits.carriedMaxOf('payment')).toBe(1);
    await settle();
    expect(world.limits.carriedMaxOf('payment')).toBe(20);
  });

  it.each<[string, LiveInstances | null, number, number]>([
    ['nobody described itself', null, 1, 1],
    ['a process says that it takes none', { count: 2, envelopes: 0 }, 2, 1],
    ['a process takes only one', { count: 2, envelopes: 1 }, 2, 1],
    ['somebody reads the queue who has not described itself', { count: 2, envelopes: 50 }, 3, 1],
    ['nobody reads the queue', FIFTY, 0, 1],
    ['there is no queue', FIFTY, -1, 1],
    ['a process has paused', { count: 3, envelopes: 50 }, 2, 50],
  ])('when %s', async (_, live, consumers, carried) => {
    const world = new World();
    if (live) world.live.set('payment', live);
    world.consumers = consumers;
    expect(await world.look()).toBe(carried);
  });

  it('no more than the setting says, and one where that says so', async () => {
    for (const [carriedMax, carried] of [
      [7, 7],
      [200, 50],
      [1, 1],
    ] as const) {
      const world = new World(carriedMax);
      world.live.set('payment', FIFTY);
      expect(await world.look()).toBe(carried);
      if (carriedMax === 1) expect(world.asked).toEqual([]);
    }
  });

  it('one while a replica of the conductor would not read the answer', async () => {
    const world = new World();
    world.live.set('payment', FIFTY);
    expect(await world.look()).toBe(50);
    world.areRepliesRead = false;
    expect(world.limits.carriedMaxOf('payment')).toBe(1);
    world.areRepliesRead = true;
    expect(world.limits.carriedMaxOf('payment')).toBe(50);
  });
});

describe('Who reads a queue is looked at', () => {
  it('again after five seconds, if there are commands, and what was seen counts', async () => {
    const world = new World();
    world.live.set('payment', FIFTY);
    await world.look();
    world.consumers = 2;
    await world.clock.advance(4_999);
    expect(await world.look()).toBe(50);
    await world.clock.advance(1);
    const release = world.hold();
    expect(world.limits.carriedMaxOf('payment')).toBe(50);
    release();
    await settle();
    expect(world.limits.carriedMaxOf('payment')).toBe(1);
    expect(world.asked).toEqual([
      'directory',
      'conductor.commands.payment',
      'directory',
      'conductor.commands.payment',
    ]);
  });

  it('not while there are none', async () => {
    const world = new World();
    await world.look();
    world.asked = [];
    await world.clock.advance(3_600_000);
    expect(world.asked).toEqual([]);
  });

  it('once for however many ask', async () => {
    const world = new World();
    for (let time = 0; time < 100; time++) world.limits.carriedMaxOf('payment');
    await settle();
    expect(world.asked).toEqual(['directory']);
  });

  it('and is not believed when nobody could look for 15 seconds', async () => {
    const world = new World();
    world.live.set('payment', FIFTY);
    await world.look();
    world.hold();
    await world.clock.advance(5_000);
    expect(world.limits.carriedMaxOf('payment')).toBe(50);
    await world.clock.advance(10_000);
    expect(world.limits.carriedMaxOf('payment')).toBe(1);
  });

  it.each(['directoryFault', 'brokerFault'] as const)('in vain: none (%s)', async (which) => {
    const world = new World();
    world.live.set('payment', FIFTY);
    await world.look();
    world[which] = new Error('away');
    await world.clock.advance(5_000);
    expect(await world.look()).toBe(1);
    expect(world.faults).toEqual(['look who takes envelopes']);
    world[which] = null;
    expect(await world.look()).toBe(1);
    await world.clock.advance(5_000);
    expect(await world.look()).toBe(50);
  });

  it('for each participant, those that ask while others are looked at too', async () => {
    const world = new World();
    world.live.set('payment', FIFTY);
    world.live.set('order', { count: 1, envelopes: 9 });
    const release = world.hold();
    world.limits.carriedMaxOf('payment');
    world.limits.carriedMaxOf('order');
    release();
    await settle();
    expect(world.limits.carriedMaxOf('payment')).toBe(50);
    expect(world.limits.carriedMaxOf('order')).toBe(9);
  });
});

describe('A description that came to this replica', () => {
  it('which takes no envelopes ends them at once', async () => {
    const world = new World();
    world.live.set('payment', FIFTY);
    await world.look();
    world.limits.noteDescription(DESCRIBED);
    expect(world.limits.carriedMaxOf('payment')).toBe(1);
    await world.clock.advance(10_000);
    expect(await world.look()).toBe(1);
    await world.clock.advance(5_000);
    expect(await world.look()).toBe(50);
  });

  it('which takes some has it looked at once more, and they go on meanwhile', async () => {
    const world = new World();
    world.live.set('payment', FIFTY);
    world.consumers = 2;
    expect(await world.look()).toBe(1);
    world.live.set('payment', { count: 2, envelopes: 50 });
    world.limits.noteDescription({ ...DESCRIBED, envelopes: 50 });
    await settle();
    expect(world.limits.carriedMaxOf('payment')).toBe(50);
    world.limits.noteDescription({ ...DESCRIBED, envelopes: 50 });
    expect(world.limits.carriedMaxOf('payment')).toBe(50);
  });

  it('of a participant without commands asks nobody', async () => {
    const world = new World();
    world.limits.noteDescription({ ...DESCRIBED, envelopes: 50 });
    await settle();
    expect(world.asked).toEqual([]);
  });
});
