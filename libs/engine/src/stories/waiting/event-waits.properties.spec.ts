import fc from 'fast-check';
import { assertProperty } from '#testing-internal';
import {
  checkInvariants,
  compile,
  definitionDocuments,
  SagaRun,
  type ScheduleEntry,
  schedules,
  type Taken,
} from '#testing-sagas';

/*
 * All properties of random sagas have waits for events in them, with the invariants of these. Here
 * it is counted that they meet what there is to meet.
 */

const waiting = definitionDocuments
  .map((random) => ({ ...random, definition: compile(random.document) }))
  .filter(({ definition }) => definition.steps.some(({ type }) => type === 'event'));

/** A time in which participants say yes, events come, and some waits end by themselves. */
const calm: fc.Arbitrary<readonly ScheduleEntry[]> = fc.array(
  fc.oneof(
    {
      weight: 3,
      arbitrary: fc.record({
        type: fc.constant('reply' as const),
        command: fc.nat(1),
        outcome: fc.constant({ type: 'succeeded' as const, output: { id: 1 } }),
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        type: fc.constant('event' as const),
        id: fc.nat(6),
        key: fc.constantFrom('own', 'own', 'another', 'none'),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        type: fc.constant('timer' as const),
        lateMs: fc.constantFrom(0, 10_000),
        isUnsent: fc.constant(true),
      }),
    },
  ),
  { minLength: 10, maxLength: 30, size: 'max' },
);

/** What becomes of waits for events. */
const met = {
  tookNewOne: 0,
  tookOneFromBefore: 0,
  letAnotherKeyPass: 0,
  letAnOldOnePass: 0,
  wasOverInTime: 0,
  keyWasNone: 0,
  conditionFailed: 0,
};

function count({ input, before, decision, after }: Taken, eventTtlMs: number): void {
  if (input.type === 'timer' && decision.type === 'ignored') {
    for (const { step, at, data } of input.events ?? []) {
      const wait = after.steps[step];
      if (wait?.status !== 'waiting' || wait.event === undefined) continue;
      const isMine = (data as { readonly saga?: string }).saga === after.id;
      if (!isMine) met.letAnotherKeyPass += 1;
      else if (at < wait.event.since - eventTtlMs) met.letAnOldOnePass += 1;
    }
  }
  if (decision.type !== 'transition') return;
  for (const event of decision.events) {
    if (event.type === 'event-taken') {
      const wait = before?.steps[event.step];
      const since = wait?.status === 'waiting' ? (wait.event?.since ?? NaN) : NaN;
      const offered = input.type === 'timer' ? (input.events ?? []) : [];
      const { at = NaN } = offered.find(({ id }) => id === event.id) ?? {};
      met[at < since ? 'tookOneFromBefore' : 'tookNewOne'] += 1;
    }
    if (!('error' in event) || event.error === null) continue;
    const { code } = event.error;
    if (code === 'EVENT_TIMEOUT') met.wasOverInTime += 1;
    if (code === 'EVENT_KEY_INVALID') met.keyWasNone += 1;
    if (code === 'EXPRESSION_FAILED' && 'step' in event) {
      if (before?.steps[event.step]?.status === 'waiting') met.conditionFailed += 1;
    }
  }
}

describe('A random saga that waits for events', () => {
  it('takes each once, keeps the invariants and its history, and meets all there is', () => {
    assertProperty(
      fc.property(waiting, calm, schedules, ({ definition, input }, beginning, schedule) => {
        const run = new SagaRun(definition, input, (taken, ran) => {
          checkInvariants(taken, ran);
          count(taken, definition.eventTtlMs);
        });
        for (const entry of [...beginning, ...schedule]) run.follow(entry);
        const ids = run.transitions.flatMap(({ events }) =>
          events.flatMap((event) => (event.type === 'event-taken' ? event.id : [])),
        );
        expect(new Set(ids).size).toBe(ids.length);
        expect(run.replay()).toEqual(run.state);
      }),
      { runs: 500, isCounted: true },
    );
    const never = Object.entries(met).filter(([, times]) => times === 0);
    expect(never).toEqual([]);
  });
});
