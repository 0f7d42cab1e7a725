import fc from 'fast-check';
import { assertProperty } from '#testing-internal';
import {
  changeDocument,
  checkInvariants,
  compile,
  definitionChanges,
  definitionDocuments,
  endFairly,
  SagaRun,
  schedules,
  type DefinitionChange,
} from '#testing-sagas';
import { compileDefinition, type SagaDefinition } from '#definition';
import type { SagaState } from '../state/saga-state.js';
import { checkMigration } from './check-migration.js';

/**
 * Random definitions, random schedules, and at some point of them a random other version of the
 * definition.
 */
const settings = { runs: 500 };

const documents = definitionDocuments.map((random) => ({
  ...random,
  toString: () => JSON.stringify(random.document, null, 1),
}));

function changed(document: object, change: DefinitionChange): SagaDefinition | null {
  const result = compileDefinition(changeDocument(document, change), 2);
  return result.ok ? result.definition : null;
}

/** What has begun is what it was, and has a past that the new version could have had. */
function expectSamePast(before: SagaState, after: SagaState, to: SagaDefinition): void {
  for (const [name, step] of Object.entries(before.steps)) {
    if (step.status === 'pending') continue;
    // what was waited for may have been given at once, but nothing is undone or forgotten
    expect(after.steps[name]).toMatchObject({ iteration: step.iteration, data: step.data });
    for (const first of to.stepByName.get(name)?.after ?? []) {
      expect(['succeeded', 'skipped', 'caught']).toContain(before.steps[first]?.status);
    }
  }
}

describe('A saga that another version takes over, whatever happened to it', () => {
  const counts = { fitting: 0, notFitting: 0, changedWhatHasNotBegun: 0 };

  it('keeps the invariants and its past, or stays as it was', () => {
    assertProperty(
      fc.property(
        ...([documents, schedules, fc.nat(8), definitionChanges] as const),
        (random, schedule, when, change) => {
          const to = changed(random.document, change);
          const run = new SagaRun(compile(random.document), random.input, checkInvariants);
          for (const [index, entry] of schedule.entries()) {
            if (index === when && to !== null) takeOver(run, to);
            run.follow(entry);
          }
          expect(run.replay()).toEqual(run.state);
          expect(JSON.parse(JSON.stringify(run.state))).toEqual(run.state);
        },
      ),
      { runs: 500, seededRuns: 2000, isCounted: true },
    );
    expect(counts.fitting).toBeGreaterThan(25);
    expect(counts.notFitting).toBeGreaterThan(25);
    expect(counts.changedWhatHasNotBegun).toBeGreaterThan(5);
  });

  function takeOver(run: SagaRun, to: SagaDefinition): void {
    const { state: before, definition: from } = run;
    const check = checkMigration(before, from, to);
    const decision = run.migrate(to);
    expect(decision.type).toBe(check.fits ? 'transition' : 'rejected');
    counts[check.fits ? 'fitting' : 'notFitting'] += 1;
    if (!check.fits) {
      expect(run.state).toBe(before);
      expect(run.definition).toBe(from);
      return;
    }
    if (from.steps.some(({ name }) => !to.stepByName.has(name))) counts.changedWhatHasNotBegun += 1;
    expect(run.state.definition.version).toBe(2);
    expectSamePast(before, run.state, to);
  }
});

describe('A saga that another version takes over, and whose participants answer', () => {
  it('ends completed by the new version, wherever it was', () => {
    assertProperty(
      fc.property(
        ...([documents, fc.nat(8), definitionChanges] as const),
        (random, turns, change) => {
          const to = changed(random.document, change);
          if (!random.isSound || to === null) return;
          const run = new SagaRun(compile(random.document), random.input, checkInvariants);
          endFairly(run, { turnsMax: turns });
          const isTaken = run.migrate(to).type === 'transition';
          endFairly(run);
          expect(run.state.status).toBe('completed');
          expect(run.state.definition.version).toBe(isTaken ? 2 : 1);
          const names = Object.keys(run.state.steps).filter((name) => !name.endsWith(']'));
          expect(names).toEqual(run.definition.steps.map(({ name }) => name));
        },
      ),
      settings,
    );
  });

  it('fits while it is open, when steps are only added at the end', () => {
    assertProperty(
      fc.property(documents, fc.nat(8), (random, turns) => {
        const change = { steps: [], appended: 2, deadline: null, isReversed: false };
        const to = changed(random.document, change);
        if (!random.isSound || to === null) return;
        const run = new SagaRun(compile(random.document), random.input, checkInvariants);
        endFairly(run, { turnsMax: turns });
        const isOpen = run.state.endedAt === null;
        expect(run.migrate(to).type).toBe(isOpen ? 'transition' : 'rejected');
      }),
      settings,
    );
  });
});
