import type { AttemptOutcome } from './outcomes.js';
import { Streaks, type AutomaticPauseRules, type Found } from './streaks.js';

const RULES: AutomaticPauseRules = {
  ...{ failures: 5, sagas: 3, share: 80, attempts: 20, windowMs: 1_000 },
  ...{ except: ['legacy'], probeMs: 100 },
};
const ERROR = { code: 'TIMEOUT', message: 'no reply' };

let at = 0;

function outcome(saga: number, changes: Partial<AttemptOutcome> = {}): AttemptOutcome {
  return {
    sagaId: `saga-${saga}`,
    ...{ definition: 'trip', step: 'pay', participant: 'bank', direction: 'execute' },
    error: ERROR,
    issuedAt: at,
    probeOf: null,
    ...changes,
  };
}

function noteAll(streaks: Streaks, outcomes: readonly AttemptOutcome[]): readonly Found[] {
  return outcomes.flatMap((each) => streaks.note(each, ++at) ?? []);
}

function failures(count: number, changes: Partial<AttemptOutcome> = {}) {
  return Array.from({ length: count }, (_, saga) => outcome(saga, changes));
}

beforeEach(() => (at = 1_000_000));

describe('Attempts in a row', () => {
  it('that fail pause their participant, and say how many of how many sagas', () => {
    const streaks = new Streaks(RULES);
    expect(noteAll(streaks, failures(4))).toEqual([]);
    expect(noteAll(streaks, [outcome(9)])).toEqual([
      {
        scope: { participant: 'bank' },
        failures: 5,
        sagas: 5,
        since: 1_000_000,
        reason: '5 attempts in a row failed at bank, of 5 sagas, the last with TIMEOUT',
      },
    ]);
  });

  it('begin anew once they have paused it', () => {
    const streaks = new Streaks(RULES);
    expect(noteAll(streaks, failures(9)).length).toBe(1);
    expect(noteAll(streaks, failures(1)).length).toBe(1);
  });

  it('are interrupted by any answer', () => {
    const streaks = new Streaks(RULES);
    noteAll(streaks, failures(4));
    noteAll(streaks, [outcome(7, { error: null })]);
    expect(noteAll(streaks, failures(4))).toEqual([]);
  });

  it.each([1, 2])('of %d sagas pause nothing, however many there are', (sagas) => {
    const streaks = new Streaks(RULES);
    const many = Array.from({ length: 1_000 }, (_, index) => outcome(index % sagas));
    expect(noteAll(streaks, many)).toEqual([]);
    expect(noteAll(streaks, [outcome(500)]).length).toBe(sagas === 2 ? 1 : 0);
  });

  it('pause a step where its participant answers other commands', () => {
    const streaks = new Streaks(RULES);
    const mixed = failures(5).flatMap((each, saga) => [
      each,
      outcome(saga, { step: 'refund', direction: 'compensate', error: null }),
    ]);
    expect(noteAll(streaks, mixed)).toMatchObject([
      {
        scope: { definition: 'trip', step: 'pay' },
        reason: expect.stringContaining('failed at this step of bank'),
      },
    ]);
  });

  it('that undo count for the participant, and for no step', () => {
    const streaks = new Streaks(RULES);
    const undone = failures(5, { direction: 'compensate' });
    expect(noteAll(streaks, undone)).toMatchObject([{ scope: { participant: 'bank' } }]);
  });

  it('of a participant that is excepted count nowhere', () => {
    const streaks = new Streaks(RULES);
    expect(noteAll(streaks, failures(50, { participant: 'legacy' }))).toEqual([]);
    expect(streaks.isAny).toBe(false);
  });
});

describe('A share of attempts', () => {
  /** Ten attempts each, the first `failed` of which fail. */
  function tens(count: number, failed: number): readonly AttemptOutcome[] {
    return Array.from({ length: 10 * count }, (_, index) =>
      outcome(index, index % 10 < failed ? {} : { error: null }),
    );
  }
  const rules = { ...RULES, failures: 100 };

  it('that failed within the time pauses what they were of', () => {
    const [found] = noteAll(new Streaks(rules), tens(3, 9));
    expect(found).toMatchObject({ scope: { participant: 'bank' } });
    expect(found?.reason).toMatch(/^\d\d % of the latest attempts failed at bank, of \d+ sagas/);
  });

  it('that is smaller pauses nothing', () => {
    expect(noteAll(new Streaks(rules), tens(60, 7))).toEqual([]);
  });

  it('counts only so far back', () => {
    const streaks = new Streaks(rules);
    for (let round = 0; round < 5; round++) {
      expect(noteAll(streaks, failures(19, { step: `s-${round}` }))).toEqual([]);
      at += RULES.windowMs;
    }
  });
});

describe('What is remembered', () => {
  it('is nothing where all is well, and nothing of what recovered', () => {
    const streaks = new Streaks(RULES);
    noteAll(streaks, [outcome(1, { error: null })]);
    expect(streaks.isAny).toBe(false);
    noteAll(streaks, [outcome(1)]);
    expect(streaks.isAny).toBe(true);
    at += 2 * RULES.windowMs;
    noteAll(streaks, [outcome(1, { error: null })]);
    expect(streaks.isAny).toBe(false);
  });
});
