import fc from 'fast-check';
import { assertProperty } from '#testing-internal';
import {
  checkInvariants,
  compile,
  definitionDocuments,
  operatorActionOn,
  SagaRun,
  schedules,
  type ScheduleEntry,
} from '#testing-sagas';
import { decide } from '../decide.js';
import type { OperatorInput, SagaInput } from '../state/saga-input.js';

/* R14 to R18: an operator beside another operator, a timer, or a reply; in either order. */

interface Rivals {
  readonly run: SagaRun;
  readonly operator: OperatorInput;
  readonly rival: SagaInput;
}

const rivalEntries = fc.oneof(
  fc.record({
    type: fc.constant('operator' as const),
    action: fc.nat(20),
    step: fc.nat(20),
  }),
  fc.record({
    type: fc.constant('timer' as const),
    lateMs: fc.constantFrom(0, 1),
    isUnsent: fc.constant(false),
  }),
  fc.record({
    type: fc.constant('reply' as const),
    command: fc.nat(3),
    outcome: fc.constant({ type: 'succeeded' as const, output: { id: 1 } }),
  }),
);

const rivals = fc
  .tuple(definitionDocuments, schedules, fc.nat(20), fc.nat(20), rivalEntries)
  .map(([random, schedule, step, action, entry]): Rivals => {
    const run = new SagaRun(compile(random.document), random.input, checkInvariants);
    // random sagas end soon, and then nobody can win
    for (const each of schedule.slice(0, 1 + ((step + action) % 9))) run.follow(each);
    const names = Object.keys(run.state.steps);
    const stuck = names.filter((name) => run.state.steps[name]?.status === 'stuck');
    const of = stuck.length > 0 && step % 3 > 0 ? stuck : names;
    const chosen = operatorActionOn(of[step % of.length] ?? '', action);
    const by = { actor: 'one', reason: 'test', expectedVersion: run.state.version };
    const operator = { type: 'operator', at: run.at + 1, action: chosen, ...by } as const;
    return { run, operator, rival: rivalOf(run, entry, run.state.version) };
  });

function rivalOf(run: SagaRun, entry: ScheduleEntry, expectedVersion: number): SagaInput {
  const input = run.inputOf(entry);
  return input.type === 'operator' ? { ...input, actor: 'two', expectedVersion } : input;
}

/** Each of two inputs after the other, on the same state; what was sent, by message id. */
function inOrder({ run }: Rivals, first: SagaInput, second: SagaInput) {
  const { definition, state } = run;
  const one = decide(definition, state, first);
  const between = one.type === 'transition' ? one.state : state;
  const two = decide(definition, between, { ...second, at: Math.max(second.at, first.at) });
  const sent = [one, two].flatMap((each) => (each.type === 'transition' ? each.commands : []));
  return { one, two, ids: sent.map(({ messageId }) => messageId) };
}

const counts = { both: 0, refused: 0 };

it('of two that saw the same version one wins, and the other one is told', () => {
  assertProperty(
    fc.property(rivals, (given) => {
      const { operator, rival } = given;
      for (const [first, second] of [
        [operator, rival],
        [rival, operator],
      ] as const) {
        const { one, two } = inOrder(given, first, second);
        if (one.type !== 'transition' || second.type !== 'operator') continue;
        counts.refused++;
        expect(two).toMatchObject({
          type: 'rejected',
          code: expect.stringMatching(/^(VERSION_CONFLICT|SAGA_ENDED)$/),
        });
      }
    }),
    { runs: 500, seededRuns: 1_500, isCounted: true },
  );
  expect(counts.refused).toBeGreaterThan(130);
});

it('without a version nothing goes out twice, and no undo follows one that is answered', () => {
  assertProperty(
    fc.property(rivals, (given) => {
      const [operator, rival] = [given.operator, given.rival].map(withoutVersion);
      if (operator === undefined || rival === undefined) return;
      for (const [first, second] of [
        [operator, rival],
        [rival, operator],
      ] as const) {
        const { one, two, ids } = inOrder(given, first, second);
        expect(new Set(ids).size).toBe(ids.length);
        if (one.type !== 'transition' || two.type !== 'transition') continue;
        counts.both++;
        // the same request twice is one attempt, or two of which the second changes nothing sent
        if (isSameAct(first, second)) expect(two.commands).toEqual([]);
      }
    }),
    { runs: 500, seededRuns: 1_500, isCounted: true },
  );
  expect(counts.both).toBeGreaterThan(20);
});

function withoutVersion(input: SagaInput): SagaInput {
  if (input.type !== 'operator') return input;
  const { expectedVersion: _, ...rest } = input;
  return rest;
}

function isSameAct(one: SagaInput, other: SagaInput): boolean {
  if (one.type !== 'operator' || other.type !== 'operator') return false;
  return JSON.stringify(one.action) === JSON.stringify(other.action);
}
