import { Readiness, type ReadinessFinding } from './readiness.js';

const BLOCKED: ReadinessFinding = { severity: 'degraded', reason: 'the broker is blocked' };
const FULL: ReadinessFinding = { severity: 'not-ready', reason: 'there is too much to do' };

describe('Readiness', () => {
  it('gives the reasons of all its sources, and the worst of them counts', async () => {
    const sources = {
      broker: () => [BLOCKED],
      load: () => Promise.resolve([FULL]),
      other: () => [],
    };
    expect(await new Readiness(sources).check()).toEqual({
      status: 'not-ready',
      reasons: [BLOCKED.reason, FULL.reason],
    });
    expect(await new Readiness({ broker: () => [BLOCKED] }).check()).toMatchObject({
      status: 'degraded',
    });
    expect(await new Readiness({ other: () => [] }).check()).toEqual({
      status: 'ready',
      reasons: [],
    });
  });

  it('takes a source that cannot say how it is for one that is not well', async () => {
    const broken = new Readiness({ database: () => Promise.reject(new Error('gone')) });
    expect(await broken.check()).toEqual({
      status: 'not-ready',
      reasons: ['the database cannot be checked'],
    });
  });

  it('asks once a second, however many callers there are', async () => {
    let now = 0;
    let asked = 0;
    const source = () => {
      asked++;
      return [];
    };
    const readiness = new Readiness({ source }, () => now);
    await Promise.all(Array.from({ length: 100 }, () => readiness.check()));
    now = 999;
    await readiness.check();
    expect(asked).toBe(1);
    now = 1000;
    await readiness.check();
    expect(asked).toBe(2);
  });

  it('asks nobody any more once it drains', async () => {
    const readiness = new Readiness({ source: () => [] });
    await readiness.check();
    readiness.drain();
    expect(await readiness.check()).toEqual({ status: 'not-ready', reasons: ['draining'] });
  });
});
