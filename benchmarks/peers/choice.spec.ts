import { ALL_CHOICES, choose, packagesOf } from './choice.js';

const names = (text?: string): readonly string[] => choose(text).map(({ name }) => name);

describe('Contenders are chosen by name', () => {
  it('all take part when nothing is said', () => {
    expect(choose(undefined)).toEqual(ALL_CHOICES);
    expect(choose(' ')).toEqual(ALL_CHOICES);
    expect(names()).toEqual([
      'product',
      'baseline',
      'restate-calls-1',
      'restate-calls-4',
      'restate-run-1',
      'restate-run-4',
      'dbos',
    ]);
  });

  it('the beginning of a name stands for all that begin so', () => {
    expect(names('restate')).toHaveLength(4);
    expect(names('product, restate-run')).toEqual(['product', 'restate-run-1', 'restate-run-4']);
    expect(names('restate-calls-4')).toEqual(['restate-calls-4']);
  });

  it('a name that nobody has is refused with the names that there are', () => {
    expect(() => choose('product,temporal')).toThrow(
      'BENCH_PEERS: there is no "temporal"; choose among product, baseline, restate-calls-1,',
    );
    expect(() => choose('rest')).toThrow('there is no "rest"');
  });
});

describe('Only what is needed is installed', () => {
  it('the product needs nothing', () => {
    expect(packagesOf(choose('product,baseline'))).toEqual([]);
  });

  it('each package once, in one exact version', () => {
    const packages = packagesOf(ALL_CHOICES);
    expect(packages).toHaveLength(4);
    for (const name of packages) expect(name).toMatch(/^@?[\w/-]+@\d+\.\d+\.\d+$/);
    expect(packagesOf(choose('dbos'))).toEqual([
      expect.stringMatching(/^@dbos-inc\/dbos-sdk@/),
      expect.stringMatching(/^pg@/),
    ]);
  });
});
