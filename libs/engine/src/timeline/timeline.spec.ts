import fc from 'fast-check';
import { assertProperty } from '#testing-internal';
import {
  compile,
  definitionDocuments,
  errored,
  operatorAsks,
  SagaRun,
  schedules,
  started,
  succeeded,
  timerOf,
  type Arrival,
} from '#testing-sagas';
import { decide, describeInput } from '../decide.js';
import type { SagaState } from '../state/saga-state.js';
import { linesOf, stepTimesOf, timelineOf, type Entry, type Happening } from './timeline.js';

const START = Date.UTC(2030, 0, 1);
const retry = { maxAttempts: 2, initialInterval: '10s', jitter: 'none' };
const SALE = compile({
  name: 'sale',
  steps: [
    { name: 'pay', command: 'bank.pay', kind: 'pivot' },
    { name: 'send', command: 'post.send', kind: 'retryable', retry },
  ],
});

/** What the history of a saga has after these inputs. */
function happeningsOf(arrivals: readonly Arrival[]): readonly Happening[] {
  let saga: SagaState | null = null;
  return arrivals.map((arrival): Happening => {
    const input = arrival({ state: saga, at: (saga?.updatedAt ?? START) + 1 });
    const decision = decide(SALE, saga, input);
    if (decision.type !== 'transition') throw new Error(`decided: ${decision.type}`);
    const { events, state } = decision;
    saga = state;
    const { version } = state;
    return { version, at: input.at, input: describeInput(input), events, ignored: null };
  });
}

const STUCK = [
  started({}, 'o-1'),
  succeeded('pay'),
  errored('send', 'FULL'),
  timerOf('send'),
  errored('send', 'FULL'),
];
const SETTLED = [...STUCK, operatorAsks({ name: 'settle', step: 'send', result: 'succeeded' })];

const find = (entries: readonly Entry[], what: Entry['what']) =>
  entries.filter((entry) => entry.what === what);

describe('The timeline of a saga', () => {
  const happenings = happeningsOf(SETTLED);
  const startedAt = happenings[0]?.at ?? 0;
  const entries = timelineOf(happenings, { startedAt });

  it('tells each attempt with its command, its participant and how long it took', () => {
    expect(find(entries, 'command-issued')).toMatchObject([
      { step: 'pay', direction: 'execute', attempt: 1, command: 'bank.pay', participant: 'bank' },
      { step: 'send', attempt: 1, command: 'post.send', durationMs: null },
      { step: 'send', attempt: 2, command: 'post.send', participant: 'post' },
    ]);
    expect(find(entries, 'attempt-failed')).toMatchObject([
      { step: 'send', attempt: 1, command: 'post.send', durationMs: 1, error: { code: 'FULL' } },
      { step: 'send', attempt: 2, participant: 'post', durationMs: 1 },
    ]);
    expect(find(entries, 'saga-completed')).toMatchObject([
      { step: null, durationMs: (happenings.at(-1)?.at ?? 0) - startedAt },
    ]);
  });

  it('marks what an operator did, on the step and on all that came of it', () => {
    const by = { actor: 'operator', action: 'settle', reason: 'by hand' };
    expect(find(entries, 'operator-acted')).toMatchObject([{ step: 'send', by }]);
    expect(find(entries, 'step-succeeded').at(-1)).toMatchObject({ step: 'send', by });
    expect(find(entries, 'step-succeeded')[0]).toMatchObject({ step: 'pay', by: null });
  });

  it('reads as lines, with what comes of a command below it', () => {
    expect(linesOf(entries, startedAt).split('\n')).toEqual([
      '     +0.00 s  saga started: sale version 1, key "o-1"',
      '     +0.00 s  → bank.pay',
      '     +0.00 s    pay: succeeded, 1 ms',
      '     +0.00 s  → post.send',
      '     +0.00 s    send: errored, FULL, 1 ms',
      '     +0.00 s    send: again at 2030-01-01T00:00:10.003Z',
      '    +10.00 s  → post.send (attempt 2)',
      '    +10.00 s    send: errored, FULL, 1 ms',
      '    +10.00 s    send: stuck, FULL',
      '    +10.00 s  saga stuck: it waits for a person, FULL',
      '    +10.00 s  operator operator: settle send as succeeded ("by hand")',
      '    +10.00 s    send: succeeded (operator)',
      '    +10.00 s  saga completed, 10.0 s',
    ]);
  });

  it('is the same page by page', () => {
    const pages = happenings.map((happening, index) => {
      return timelineOf([happening], { startedAt, earlier: happenings.slice(0, index) });
    });
    expect(pages.flat()).toEqual(entries);
    // what began before all that is known has no length
    const [first] = timelineOf(happenings.slice(2, 3), { startedAt });
    expect(first).toMatchObject({ what: 'attempt-failed', durationMs: null, command: null });
  });

  it('tells of a reply that changed nothing', () => {
    const late: Happening = {
      version: null,
      at: START,
      input: {
        type: 'reply',
        step: 'pay',
        iteration: 0,
        direction: 'execute',
        attempt: 1,
        outcome: 'refused',
      },
      events: [],
      ignored: { reason: 'step-closed', times: 2 },
    };
    expect(timelineOf([late], { startedAt: START })).toMatchObject([
      { what: 'reply-ignored', step: 'pay', attempt: 1, version: null },
    ]);
  });
});

describe('How long the steps of a saga took', () => {
  const times = (arrivals: readonly Arrival[]) => stepTimesOf(happeningsOf(arrivals));

  it('given a step that was retried, when it succeeds, then its back-off is in it', () => {
    const retried = [...STUCK.slice(0, 4), succeeded('send')];
    expect(times(retried)).toEqual([
      { step: 'pay', ms: 1 },
      { step: 'send', ms: 1 + 10_000 + 1 },
    ]);
  });

  it('given a step that a person settled, when it is told, then it took no time of its own', () => {
    expect(times(SETTLED)).toEqual([{ step: 'pay', ms: 1 }]);
  });

  it('given only what came later, when it is told, then what began before is left out', () => {
    expect(stepTimesOf(happeningsOf(STUCK).slice(1))).toEqual([]);
  });
});

describe('Whatever happens to a saga', () => {
  const sagas = definitionDocuments.map(({ document, input }) => ({
    definition: compile(document),
    input,
    toString: () => JSON.stringify(document, null, 1),
  }));

  it('each entry is a line, in order, and what ends took no less than no time', () => {
    assertProperty(
      fc.property(sagas, schedules, (saga, schedule) => {
        const run = new SagaRun(saga.definition, saga.input);
        for (const entry of schedule) run.follow(entry);
        const happenings = run.transitions.map(({ at, events }, index): Happening => {
          return { version: index + 1, at, input: { type: 'timer' }, events, ignored: null };
        });
        const startedAt = happenings[0]?.at ?? 0;
        let before = startedAt;
        for (const { at, text, durationMs } of timelineOf(happenings, { startedAt })) {
          expect(text).toMatch(/^\S.*\S$/u);
          expect(at).toBeGreaterThanOrEqual(before);
          expect(durationMs ?? 0).toBeGreaterThanOrEqual(0);
          before = at;
        }
      }),
      { runs: 200 },
    );
  });
});
