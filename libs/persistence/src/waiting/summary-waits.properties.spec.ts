import fc from 'fast-check';
import { Waiting, type SagaState } from '#engine';
import { assertProperty } from '#testing-internal';
import { compile, definitionDocuments, SagaRun, schedules } from '#testing-sagas';
import { summaryOf, type StoredSummary } from '../store/saga-summary.js';
import { waitsOfSummary } from './summary-waits.js';

const settings = { runs: 200 };

const sagas = definitionDocuments.map(({ document, input }) => ({
  definition: compile(document),
  input,
  toString: () => JSON.stringify(document, null, 1),
}));

function eachOpenState(check: (state: SagaState, summary: StoredSummary) => void): void {
  assertProperty(
    fc.property(sagas, schedules, (saga, schedule) => {
      const run = new SagaRun(saga.definition, saga.input, ({ after }) => {
        if (after.endedAt !== null) return;
        check(after, JSON.parse(JSON.stringify(summaryOf(after))) as StoredSummary);
      });
      for (const entry of schedule) run.follow(entry);
    }),
    settings,
  );
}

const told = ({ id: sagaId }: SagaState) => ({ sagaId, definition: null });
const rowOf = ({ startedAt, updatedAt }: SagaState) => ({
  createdAt: new Date(startedAt),
  updatedAt: new Date(updatedAt),
});

describe('What is stored for lists', () => {
  it('says of every open saga what its state says', () => {
    eachOpenState((state, summary) => {
      const waits = Waiting.waitsOf(state);
      if (waits === null) throw new Error('it is open');
      const fromState = Waiting.tellWaiting(waits, told(state), Waiting.NOTHING_KNOWN);
      const fromSummary = Waiting.tellWaiting(
        waitsOfSummary(summary, rowOf(state)),
        told(state),
        Waiting.NOTHING_KNOWN,
      );
      expect(fromSummary).toEqual(fromState);
      expect(summary.waiting || 'executing').toBe(fromState.code);
    });
  });

  it('says nothing wrong when an earlier release stored it', () => {
    eachOpenState((state, summary) => {
      const { direction, attempts, lastError, activeStepCount, nextTimer } = summary;
      const activeSteps = summary.activeSteps.map(
        ({ since: _since, attempt: _attempt, iteration: _iteration, waitsFor: _for, ...step }) =>
          step,
      );
      const earlier = { direction, attempts, lastError, activeSteps, activeStepCount, nextTimer };
      const waits = waitsOfSummary(earlier, rowOf(state));
      const waiting = Waiting.tellWaiting(waits, told(state), Waiting.NOTHING_KNOWN);
      expect(waiting.code).toBe(summary.waiting || 'executing');
      expect(waiting.until).toBe(summary.nextTimer?.at ?? null);
      expect(waiting.since).toBeLessThanOrEqual(state.updatedAt);
    });
  });
});
