import fc from 'fast-check';
import { assertProperty } from '#testing-internal';
import { compile, FamilyRun } from '#testing-sagas';
import { FAMILY_LIMITS, familyFault, shareOfNext } from './family-budget.js';

const act = (name: string) => ({ name, command: 'part.act', compensation: 'part.undo' });
const EACH = { forEach: { items: '${[1, 2, 3]}', maxParallel: 2 } };
const leaf = compile({ name: 'leaf', steps: [act('pack')] });
const middle = compile({
  name: 'middle',
  steps: [act('hold'), { name: 'leaves', saga: { definition: 'leaf' }, ...EACH }, act('close')],
});
const root = compile({
  name: 'root',
  steps: [act('begin'), { name: 'all', saga: { definition: 'middle' }, ...EACH }],
});
/** The descendants of a run in which nothing is refused: three, and three of each. */
const ALL = 12;

const schedule = fc.array(
  fc.record({ choice: fc.nat(50), isTwice: fc.boolean(), isCancel: fc.constantFrom(0, 0, 0, 1) }),
  { maxLength: 120 },
);

describe('A family with a budget, whatever happens to it', () => {
  it('never exceeds it, and ends together: all of it done, or nothing left', () => {
    const ends = new Set<string>();
    assertProperty(
      fc.property(fc.nat(ALL + 2), fc.nat(20_000), schedule, (sagasMax, charsMax, entries) => {
        const limits = { sagasMax, charsMax };
        const definitions = [root, middle, leaf];
        const run = new FamilyRun({ definitions, isRefused: () => false, limits });
        for (const { choice, isTwice, isCancel } of entries) {
          if (isCancel === 1 && choice < 3) run.operate({ name: 'cancel' });
          else run.deliver(choice, isTwice);
        }
        run.settle();
        expect(run.use.sagas).toBeLessThanOrEqual(sagasMax);
        expect(run.use.chars).toBeLessThanOrEqual(charsMax);
        const { status, error } = run.root;
        for (const saga of run.sagas) expect(saga.status).toBe(status);
        if (status === 'compensated') expect(run.applied).toEqual([]);
        ends.add(`${status} ${error?.code ?? ''}`);
      }),
      { runs: 150, isCounted: true },
    );
    expect([...ends]).toEqual(
      expect.arrayContaining(['completed ', 'compensated BUDGET_EXCEEDED', 'compensated ']),
    );
  });
});

describe('The share of a descendant', () => {
  it('lets a family of equal sagas use all of its characters', () => {
    assertProperty(
      fc.property(fc.integer({ min: 1, max: 10_000 }), (count) => {
        const chars = Math.floor(FAMILY_LIMITS.charsMax / count);
        const use = { sagas: count - 1, chars: chars * (count - 1) };
        expect(familyFault(use, chars, FAMILY_LIMITS)).toBeNull();
        expect(shareOfNext(use, FAMILY_LIMITS)).toBe(chars);
      }),
    );
  });

  it.each([
    ['too many', { sagas: 10_000, chars: 0 }, 1, 'has 10000 descendants already'],
    ['too much together', { sagas: 9, chars: 268_435_400 }, 57, 'have 268435457 characters'],
    ['too much for one', { sagas: 999, chars: 0 }, 268_436, 'and 268435 are left for it'],
  ])('says why there may not be one more: %s', (_, use, chars, text) => {
    const fault = familyFault(use, chars, FAMILY_LIMITS);
    expect(fault).toMatchObject({
      code: 'BUDGET_EXCEEDED',
      message: expect.stringContaining(text) as string,
    });
  });
});
