import { compareWithProduct } from './comparison.js';

const product = { name: 'product', family: 'product', values: [900, 450, 1000] };
const one = { name: 'restate-run-1', family: 'restate-run', values: [300, 150, 900] };
const four = { name: 'restate-run-4', family: 'restate-run', values: [450, 225, 200] };
const dbos = { name: 'dbos', family: 'dbos', values: [300, 150, 250] };

describe('The product is compared with the best variant of each family', () => {
  it('the best one has the highest median, and is the same in every round', () => {
    // 300 beats 225, although the other one was better in two of three rounds.
    expect(compareWithProduct([product, one, four, dbos], 'highest')).toEqual([
      { name: 'restate-run-1', ratios: [3, 3, 1000 / 900] },
      { name: 'dbos', ratios: [3, 3, 4] },
    ]);
  });

  it('of latencies the lowest is best', () => {
    expect(compareWithProduct([product, one, four], 'lowest')).toEqual([
      { name: 'restate-run-4', ratios: [2, 2, 5] },
    ]);
  });

  it('without the product there is nothing to compare', () => {
    expect(compareWithProduct([one, dbos], 'highest')).toEqual([]);
  });
});
