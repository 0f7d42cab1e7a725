import { ManualClock, settle } from '#testing-internal';
import { OpenSagaLimit } from './open-saga-limit.js';

async function setUp(max: number) {
  const clock = new ManualClock();
  const database = { open: 0, counts: 0 };
  const faults: unknown[] = [];
  const limit = new OpenSagaLimit({
    clock,
    max,
    report: (fault) => faults.push(fault),
    counts: {
      countOpen: async () => {
        database.counts++;
        if (database.open < 0) throw new Error('away');
        return new Map([['order', database.open]]);
      },
    },
  });
  /** How many of so many are admitted. */
  const admitted = async (count: number) => {
    const reasons = Array.from({ length: count }, () => limit.admit('order'));
    await settle();
    return reasons.filter((reason) => reason === null).length;
  };
  // the first one, which has it counted
  await admitted(1);
  return { clock, database, faults, limit, admitted };
}

describe('The number of open sagas of a definition', () => {
  it('has a limit, and says what it is', async () => {
    const { limit, admitted } = await setUp(10);
    expect(await admitted(20)).toBe(9);
    expect(limit.admit('order')).toBe('10 sagas of order have not ended, 10 may be open');
    expect(limit.admit('other')).toBeNull();
  });

  it('is counted again while it is near, so that more may begin once some end', async () => {
    const { clock, database, admitted } = await setUp(10);
    await admitted(20);
    database.open = 4;
    await clock.advance(5_000);
    expect(await admitted(1)).toBe(0);
    expect(await admitted(20)).toBe(6);
  });

  it('is not counted while it is far', async () => {
    const { clock, database, admitted } = await setUp(1000);
    for (let round = 0; round < 10; round++) {
      await clock.advance(10_000);
      await admitted(10);
    }
    expect(database.counts).toBe(1);
  });

  it('is what was known last, while it cannot be counted', async () => {
    const { clock, database, faults, admitted } = await setUp(10);
    database.open = -1;
    await clock.advance(5_000);
    expect(await admitted(20)).toBe(9);
    expect(faults).toHaveLength(1);
  });

  it('is that of open ones: a place is free again when its saga has ended', async () => {
    const { clock, limit, admitted } = await setUp(10);
    limit.end('order');
    for (let started = 0; started < 1000; started++) {
      await clock.advance(7);
      expect(await admitted(3)).toBe(3);
      for (let ended = 0; ended < 3; ended++) limit.end('order');
    }
  });

  it('is never less than was counted, whatever ends here that began elsewhere', async () => {
    const { clock, database, limit, admitted } = await setUp(10);
    database.open = 8;
    await admitted(5);
    await clock.advance(5_000);
    await admitted(1);
    for (let ended = 0; ended < 50; ended++) limit.end('order');
    expect(await admitted(20)).toBe(2);
  });

  it('has children in it, and refuses none', async () => {
    const { limit, admitted } = await setUp(10);
    for (let begun = 0; begun < 20; begun++) limit.begin('order');
    expect(await admitted(1)).toBe(0);
  });

  it('refuses nobody for ever because it cannot be counted', async () => {
    const { clock, database, admitted } = await setUp(10);
    database.open = -1;
    await clock.advance(5_000);
    expect(await admitted(20)).toBe(9);
    await clock.advance(30_000);
    expect(await admitted(20)).toBe(20);
    database.open = 10;
    await clock.advance(5_000);
    await admitted(1);
    expect(await admitted(20)).toBe(0);
  });
});
