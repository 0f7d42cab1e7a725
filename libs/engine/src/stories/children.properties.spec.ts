import fc from 'fast-check';
import { assertProperty } from '#testing-internal';
import { compile, FamilyRun } from '#testing-sagas';

const settings = { runs: 300 };

const act = (name: string, more: object = {}) => ({
  name,
  command: 'part.act',
  compensation: 'part.undo',
  ...more,
});
const child = (name: string, definition: string, more: object = {}) => ({
  name,
  saga: { definition },
  ...more,
});

/** Three generations, in every place a child can have. */
const grandchild = compile({ name: 'grandchild', steps: [act('first'), act('second')] });
const plain = compile({
  name: 'plain',
  steps: [act('pack'), child('deep', 'grandchild'), act('close')],
});
const withPivot = compile({
  name: 'with-pivot',
  steps: [
    act('hold'),
    { name: 'take', command: 'part.take', kind: 'pivot' },
    { name: 'tell', command: 'part.tell', kind: 'retryable' },
  ],
});

function rootOf({ isChildPivot, hasLoop }: { isChildPivot: boolean; hasLoop: boolean }) {
  const loop = hasLoop ? { forEach: { items: '${[1, 2, 3]}', maxParallel: 2 } } : {};
  return compile({
    name: 'root',
    steps: [
      act('begin', { after: [] }),
      child('one', 'plain', { after: ['begin'], ...loop }),
      child('other', 'grandchild', { after: ['begin'] }),
      ...(isChildPivot
        ? [child('point', 'with-pivot', { after: ['one', 'other'], kind: 'pivot' })]
        : [act('end', { after: ['one', 'other'] })]),
    ],
  });
}

const schedule = fc.array(
  fc.record({ choice: fc.nat(50), isTwice: fc.boolean(), isCancel: fc.constantFrom(0, 0, 0, 1) }),
  { maxLength: 120 },
);

describe('A saga and its children, whatever happens to them', () => {
  it('end together: all of it done, or nothing left', () => {
    assertProperty(
      fc.property(
        fc.boolean(),
        fc.boolean(),
        schedule,
        // a part of what is asked is refused, by the end of its key
        fc.uniqueArray(
          fc.constantFrom('begin', 'pack', 'first', 'second', 'close', 'take', 'hold'),
          {
            maxLength: 2,
          },
        ),
        (isChildPivot, hasLoop, entries, refusals) => {
          const run = new FamilyRun({
            definitions: [rootOf({ isChildPivot, hasLoop }), plain, grandchild, withPivot],
            isRefused: (key) => refusals.some((step) => key.includes(`/${step}/`)),
          });
          for (const { choice, isTwice, isCancel } of entries) {
            if (isCancel === 1 && choice < 5) run.operate({ name: 'cancel' });
            else run.deliver(choice, isTwice);
          }
          run.settle();
          const { status } = run.root;
          expect(['completed', 'compensated']).toContain(status);
          for (const saga of run.sagas) expect(saga.status).toBe(status);
          if (status === 'compensated') expect(run.applied).toEqual([]);
        },
      ),
      settings,
    );
  });
});

/** Its child comes after the point of no return. */
const pastPivot = compile({
  name: 'past-pivot',
  steps: [
    { name: 'take', command: 'part.take', kind: 'pivot' },
    child('one', 'plain', { kind: 'retryable' }),
  ],
});

const interventions = fc.array(
  fc.record({
    choice: fc.nat(50),
    move: fc.constantFrom('deliver', 'deliver', 'deliver', 'abandon', 'cancel', 'retry'),
  }),
  { minLength: 30, maxLength: 60 },
);

describe('An operator who abandons children, cancels them and retries', () => {
  it('never has the work of an abandoned one done by another one', () => {
    assertProperty(
      fc.property(interventions, (entries) => {
        const run = new FamilyRun({
          definitions: [pastPivot, plain, grandchild],
          isRefused: () => false,
        });
        for (const { choice, move } of entries) {
          const children = run.sagas.filter(({ parent }) => parent !== null);
          const child = children[choice % Math.max(1, children.length)];
          if (move === 'deliver') run.deliver(choice, false);
          else if (move === 'retry') run.operate({ name: 'retry' });
          else if (child) run.operate({ name: move }, child.id);
        }
        const all = run.sagas;
        for (const { parent } of all.filter(({ status }) => status === 'abandoned')) {
          const later = all.filter(
            (saga) =>
              saga.parent?.sagaId === parent?.sagaId &&
              saga.parent?.step === parent?.step &&
              (saga.parent?.iteration ?? 0) > (parent?.iteration ?? 0),
          );
          expect(later).toEqual([]);
        }
      }),
      settings,
    );
  });
});
