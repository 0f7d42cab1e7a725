import { Overload } from './overload.js';

function setUp() {
  const pipeline = { queuedCount: 0, queueMax: 100 };
  let now = 0;
  const overload = new Overload(pipeline, () => now);
  const findingAt = (at: number, queuedCount: number) => {
    now = at;
    pipeline.queuedCount = queuedCount;
    return overload.finding()?.severity ?? null;
  };
  return { overload, findingAt };
}

describe('A replica that has more to do than it gets done', () => {
  it('says so after some seconds, and that it refuses starts when it does', () => {
    const { findingAt, overload } = setUp();
    expect(findingAt(0, 60)).toBeNull();
    expect(findingAt(5_000, 60)).toBe('degraded');
    expect(findingAt(6_000, 100)).toBe('not-ready');
    expect(overload.finding()?.reason).toBe(
      'overloaded: 100 inputs wait, and with 100 starts are refused',
    );
    expect(findingAt(7_000, 10)).toBeNull();
  });

  it('does not say so for a burst', () => {
    const { findingAt } = setUp();
    for (const at of [0, 10_000, 20_000]) {
      expect(findingAt(at, 100)).toBeNull();
      expect(findingAt(at + 2_000, 0)).toBeNull();
    }
  });
});
