import { DEFINITIONS } from '../definitions.js';
import { FAULT_KINDS, FAULT_NAMES } from './fault-kinds.js';
import { FATES, STARTED } from '../judging/fates.js';
import { describePlan, planFaults } from './plan.js';

describe('The plan of faults', () => {
  it('follows from the seed alone', () => {
    const plan = planFaults({ seed: 7, minutes: 30 });
    expect(planFaults({ seed: 7, minutes: 30 })).toEqual(plan);
    expect(planFaults({ seed: 8, minutes: 30 })).not.toEqual(plan);
  });

  it('has every kind once before one comes again, and each within an hour', () => {
    for (let seed = 0; seed < 50; seed++) {
      const names = planFaults({ seed, minutes: 60 }).map(({ name }) => name);
      expect(new Set(names.slice(0, FAULT_NAMES.length))).toEqual(new Set(FAULT_NAMES));
    }
  });

  it('has quiet before, between and after, and each fault within the limits of its kind', () => {
    const plan = planFaults({ seed: 3, minutes: 60 });
    plan.forEach(({ name, target, atS, lastsS }, place) => {
      const { seconds, targets } = FAULT_KINDS[name];
      expect(lastsS).toBeGreaterThanOrEqual(seconds[0]);
      expect(lastsS).toBeLessThanOrEqual(seconds[1]);
      expect(targets).toContain(target);
      const before = plan[place - 1];
      expect(atS - (before ? before.atS + before.lastsS : 0)).toBeGreaterThanOrEqual(15);
      expect(atS + lastsS).toBeLessThanOrEqual(3_600);
    });
  });

  it('follows one after the other as fast as was asked for', () => {
    const plan = planFaults({ seed: 1, minutes: 5, quiet: [0, 1], lasting: [1, 2] });
    expect(plan.length).toBeGreaterThan(100);
    for (const { lastsS } of plan) expect([1, 2]).toContain(lastsS);
  });

  it('has only what was chosen, and is printed with a line for each', () => {
    const plan = planFaults({ seed: 1, minutes: 5, only: ['pg-freeze'] });
    expect(new Set(plan.map(({ name }) => name))).toEqual(new Set(['pg-freeze']));
    expect(describePlan(plan).split('\n')).toHaveLength(plan.length);
  });
});

it('The table of fates knows every definition, and only steps that are in it', () => {
  const steps = (definition: string): readonly string[] => {
    const document = DEFINITIONS.find(({ name }) => name === definition);
    return (document?.['steps'] as readonly { name: string }[]).map(({ name }) => name);
  };
  expect(Object.keys(FATES).sort()).toEqual(DEFINITIONS.map(({ name }) => name).sort());
  for (const name of STARTED) {
    for (const { step } of FATES[name]?.effects ?? []) expect(steps(name)).toContain(step);
  }
});
