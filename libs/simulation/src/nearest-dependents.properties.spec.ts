import fc from 'fast-check';
import { assertProperty } from '#testing-internal';
import {
  compile,
  definitionDocuments,
  SagaRun,
  type ScheduleEntry,
  schedules,
} from '#testing-sagas';
import { withoutExpressions, withPlainSteps } from './faults.js';
import { withNearestDependents } from './nearest-dependents.js';

const SIGNALS = ['yes', 'no'] as const;
const SUCCEEDED = { type: 'succeeded', output: 2 } as const;

const definitions = definitionDocuments.map(({ document }) => ({
  definition: withPlainSteps(compile(document)),
  toString: () => JSON.stringify(document, null, 1),
}));

/** Anything but operators, who may skip a step or go back to one: nobody does in a matrix. */
const courses = schedules.map((entries) => entries.filter(({ type }) => type !== 'operator'));

/** A while in which all goes well. */
const goingWell = fc
  .nat(30)
  .map((length) =>
    Array.from({ length }, (_, id): readonly ScheduleEntry[] => [
      ...[0, 1].map((command) => ({ type: 'reply', command, outcome: SUCCEEDED }) as const),
      ...SIGNALS.map((name) => ({ type: 'signal', name, id }) as const),
      { type: 'event', id, key: 'own' },
      { type: 'timer', lateMs: 0, isUnsent: true },
    ]).flat(),
  );

function cancel(run: SagaRun): void {
  const by = { actor: 'operator', reason: 'test' };
  run.take({ type: 'operator', at: run.at + 1, action: { name: 'cancel' }, ...by });
}

describe('A definition that knows only the nearest dependents of its steps', () => {
  it('goes as one that knows all of them, whatever happens to it', () => {
    let undone = 0;
    assertProperty(
      fc.property(definitions, goingWell, courses, ({ definition }, beginning, course) => {
        const [all, nearest] = [definition, withNearestDependents(definition)].map((each) => {
          const run = new SagaRun(each, null);
          for (const entry of beginning) run.follow(entry);
          cancel(run);
          for (const entry of course) run.follow(entry);
          return run;
        });
        expect(nearest?.transitions).toEqual(all?.transitions);
        expect(nearest?.sent).toEqual(all?.sent);
        if (all?.sent.some(({ direction }) => direction === 'compensate')) undone++;
      }),
      { runs: 300, isCounted: true },
    );
    expect(undone).toBeGreaterThan(50);
  });
});

function dependentsOf(steps: readonly object[]): unknown {
  const definition = withoutExpressions(compile({ name: 'chain', steps }));
  return withNearestDependents(definition).steps.map(({ dependents }) => dependents);
}

it('Of a chain each step knows the next one, and what a wait stands before', () => {
  expect(
    dependentsOf([
      { name: 'a', command: 'shop.a', compensation: 'shop.undo-a' },
      { name: 'w', wait: { signal: 'go' } },
      { name: 'b', command: 'shop.b', compensation: 'shop.undo-b' },
      { name: 'c', command: 'shop.c', compensation: 'shop.undo-c' },
    ]),
  ).toEqual([['w', 'b'], ['b'], ['c'], []]);
});

it('Of a chain each step knows what comes after one that a success is required of', () => {
  expect(
    dependentsOf([
      { name: 'a', command: 'shop.a', compensation: 'shop.undo-a' },
      { name: 'b', command: 'shop.b', compensation: 'none', catch: 'any' },
      { name: 'c', command: 'shop.c', compensation: 'none', requires: 'succeeded' },
      { name: 'd', command: 'shop.d', compensation: 'shop.undo-d' },
    ]),
  ).toEqual([['b', 'c', 'd'], ['c', 'd'], ['d'], []]);
});

it('Of a chain each step knows what comes after one that is caught, and undone by then', () => {
  const loop = { until: '${output.done}', interval: '1s', maxIterations: 1 };
  expect(
    dependentsOf([
      { name: 'a', command: 'shop.a', compensation: 'shop.undo-a' },
      { name: 'b', command: 'shop.b', compensation: 'shop.undo-b', catch: 'any', repeat: loop },
      { name: 'c', command: 'shop.c', compensation: 'shop.undo-c' },
    ]),
  ).toEqual([['b', 'c'], ['c'], []]);
});
