import fc from 'fast-check';
import { assertProperty } from '#testing-internal';
import {
  changeDocument,
  checkInvariants,
  compile,
  definitionDocuments,
  SagaRun,
  schedules,
} from '#testing-sagas';

/** What comes after a step stands before it. */
const REVERSED = { steps: [], appended: 0, deadline: null, isReversed: true };

const reversed = definitionDocuments.map(({ document, ...random }) => ({
  ...random,
  document: changeDocument(document, REVERSED),
  toString: () => JSON.stringify(document, null, 1),
}));

describe('A saga whose steps stand in the list in reverse order', () => {
  it('keeps the invariants, whatever happens to it', () => {
    let completed = 0;
    assertProperty(
      fc.property(reversed, schedules, ({ document, input }, schedule) => {
        const run = new SagaRun(compile(document), input, checkInvariants);
        for (const entry of schedule) run.follow(entry);
        expect(run.replay()).toEqual(run.state);
        if (run.state.status === 'completed') completed++;
      }),
      { runs: 400, seededRuns: 1500, isCounted: true },
    );
    expect(completed).toBeGreaterThan(5);
  });
});
