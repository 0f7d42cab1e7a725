import { jest } from '@jest/globals';
import { FloodGuard } from './flood-guard.js';

describe('A log behind a flood guard', () => {
  let lines: (readonly [string, object, string])[];
  let log: FloodGuard;

  beforeEach(() => {
    jest.useFakeTimers();
    lines = [];
    log = new FloodGuard({
      info: (facts, message) => void lines.push(['info', facts, message]),
      warn: (facts, message) => void lines.push(['warn', facts, message]),
      error: (facts, message) => void lines.push(['error', facts, message]),
    });
  });

  afterEach(() => {
    jest.useRealTimers();
  });

  it('has the first lines of a flood, and how many there were', () => {
    for (let id = 0; id < 24_000; id++) log.warn({ id }, 'malformed command');
    log.info({}, 'something else');
    expect(lines).toHaveLength(11);
    expect(lines[0]).toEqual(['warn', { id: 0 }, 'malformed command']);

    jest.advanceTimersByTime(60_000);

    expect(lines.slice(11)).toEqual([
      [
        'warn',
        { suppressed: 23_990, seconds: 60 },
        'more lines were not written: malformed command',
      ],
    ]);
  });

  it('goes on with whole lines in the next minute', () => {
    for (let id = 0; id < 20; id++) log.error({ id }, 'it failed');
    jest.advanceTimersByTime(60_000);
    log.error({ id: 21 }, 'it failed');
    expect(lines.at(-1)).toEqual(['error', { id: 21 }, 'it failed']);
  });

  it('keeps count of no more kinds than there are in the code', () => {
    for (let id = 0; id < 5_000; id++) log.warn({}, `message ${id}`);
    expect(lines).toHaveLength(200 + 10);
  });
});
