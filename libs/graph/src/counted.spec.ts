import { paintCounts } from './counted.js';
import type { PlannedStep } from './plan.js';

const step = (name: string, undo: string | null): PlannedStep => ({
  ...{ name, undo, does: 'command', about: `shop.${name}`, kind: 'compensatable' },
  ...{ after: [], loop: null, isConditional: false },
});

describe('The picture of where sagas are', () => {
  it('given counts, then each box tells its own, and what is stuck stands out', () => {
    const plan = { steps: [step('pay', 'shop.refund'), step('ship', null)] };
    const counts = [
      { step: 'pay', forward: { open: 1200, stuck: 0 }, undo: { open: 5, stuck: 2 } },
      { step: 'gone', forward: { open: 1, stuck: 1 }, undo: { open: 0, stuck: 0 } },
    ];
    const told = paintCounts(plan, counts).boxes.map((box) => [
      `${box.side} ${box.step}`,
      box.mark,
      box.note,
    ]);
    expect(told.sort()).toEqual([
      ['forward pay', 'now', '1,200 here'],
      ['forward ship', 'plan', 'shop.ship'],
      ['undo pay', 'stuck', '2 stuck of 5'],
    ]);
  });
});
