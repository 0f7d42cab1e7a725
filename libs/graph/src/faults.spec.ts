import { paintFaults, type StepFaults } from './faults.js';
import type { PlannedStep } from './plan.js';

const step = (name: string, undo: string | null): PlannedStep => ({
  ...{ name, undo, does: 'command', about: `shop.${name}`, kind: 'compensatable' },
  ...{ after: [], loop: null, isConditional: false },
});

const said = (about: Partial<StepFaults>): StepFaults => {
  return { step: 'pay', side: 'forward', errors: 0, warnings: 0, ...about };
};

describe('The picture of a draft', () => {
  const plan = { steps: [step('pay', 'shop.refund'), step('ship', null)] };
  const told = (faults: readonly StepFaults[]): readonly string[] =>
    paintFaults(plan, faults)
      .boxes.map(({ side, step: name, mark, note }) => `${side} ${name}: ${mark}, ${note}`)
      .sort();

  it('given errors and warnings, then each step and each undo tells its own', () => {
    const faults = [said({ errors: 1, warnings: 3 }), said({ side: 'undo', warnings: 1 })];
    expect(told([...faults, said({ errors: 1 })])).toEqual([
      'forward pay: wrong, 2 errors',
      'forward ship: plan, shop.ship',
      'undo pay: doubtful, 1 warning',
    ]);
  });

  it('given an undo that is not drawn, then its step tells; a step that is not, nobody', () => {
    const faults = [
      said({ step: 'ship', side: 'undo', errors: 1 }),
      said({ step: 'new', errors: 1 }),
    ];
    expect(told(faults)).toEqual([
      'forward pay: plan, shop.pay',
      'forward ship: wrong, 1 error',
      'undo pay: plan, undo of pay',
    ]);
  });
});
