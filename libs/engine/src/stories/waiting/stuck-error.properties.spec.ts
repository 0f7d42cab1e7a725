import fc from 'fast-check';
import { assertProperty } from '#testing-internal';
import { compile, definitionDocuments, SagaRun, schedules } from '#testing-sagas';
import type { SagaState } from '../../state/saga-state.js';

const settings = { runs: 400 };

const sagas = definitionDocuments.map(({ document, input }) => ({
  definition: compile(document),
  input,
  toString: () => JSON.stringify(document, null, 1),
}));

/** Names of steps that are stuck, with the errors that they are stuck on. */
function stuckOn({ steps }: SagaState) {
  return Object.entries(steps).flatMap(([name, step]) => {
    return step.status === 'stuck' ? [{ name, ...step }] : [];
  });
}

describe('The error of an open saga', () => {
  it('is that of a step that is stuck now, else of what took it back, else there is none', () => {
    const seen = { loops: 0, backward: 0, several: 0, again: 0 };
    assertProperty(
      fc.property(sagas, schedules, (saga, schedule) => {
        let times = 0;
        const run = new SagaRun(saga.definition, saga.input, ({ before, after }) => {
          if (after.status === 'running') expect(after.error).toBeNull();
          if (after.status === 'compensating') expect(after.error).toEqual(after.abort?.error);
          if (after.status !== 'stuck') return;
          const stuck = stuckOn(after);
          expect(stuck.length).toBeGreaterThan(0);
          expect(stuck.map(({ error }) => error)).toContainEqual(after.error);
          if (before?.status !== 'stuck' && ++times > 1) seen.again++;
          if (stuck.some(({ name }) => name.endsWith(']'))) seen.loops++;
          if (stuck.some(({ direction }) => direction === 'compensate')) seen.backward++;
          if (stuck.length > 1) seen.several++;
        });
        for (const entry of schedule) run.follow(entry);
      }),
      settings,
    );
    // the schedules come to all of it
    for (const [what, count] of Object.entries(seen))
      expect([what, count > 0]).toEqual([what, true]);
  });
});
