import { document, messageIn, step, warningsIn } from './document.fixture.js';

describe('never-equal: a text or a number that the schema does not have', () => {
  const inputSchema = {
    type: 'object',
    required: ['kind', 'n', 'kinds', 'stars', 'debt', 'mixed'],
    properties: {
      kind: { enum: ['gift', 'order', 'return'] },
      n: { type: 'integer' },
      stars: { type: 'integer', enum: [1, 2, 3, 4, 5] },
      debt: { const: -2.5 },
      mixed: { enum: ['none', 0, 1] },
      kinds: { type: 'array', items: { const: 'gift' } },
    },
  };
  const asking = (source: string) => ({
    ...document({ steps: [step('use', { when: `\${${source}}` })] }),
    inputSchema,
  });

  it.each([
    ["input.kind == 'gfit'", 'did you mean "gift"?'],
    ["input.kind != 'gifts'", 'did you mean "gift"?'],
    ["input.kind in ['gfit', 'ordre']", 'is one of "gift", "order", "return"'],
    ["'order' in input.kinds", "'order' is none of them"],
    ['input.n == "3"', 'write 3 without quotes'],
    ['input.stars == 6', 'input.stars is one of 1, 2, 3, 4, 5, and 6 is none of them'],
    ['input.stars != 4.5', 'and 4.5 is none of them'],
    ['input.stars in [0, 10]', 'and [0, 10] is none of them'],
    ['-input.stars == 1', 'is one of -1, -2, -3, -4, -5, and 1 is none of them'],
    ['input.debt == 2.5', 'input.debt is one of -2.5, and 2.5 is none of them'],
    ['-2 == input.debt', 'input.debt is one of -2.5, and -2 is none of them'],
    ['input.mixed == 2', 'input.mixed is one of "none", 0, 1, and 2 is none of them'],
    ['input.mixed == "some"', 'input.mixed is one of "none", 0, 1, and "some" is none of them'],
    ['input.debt == input.stars', 'is one of 1, 2, 3, 4, 5, and input.debt is none of them'],
  ])('%s', (source, cure) => {
    expect(warningsIn(asking(source))).toEqual(['never-equal /steps/0/when']);
    expect(messageIn(asking(source))).toContain(cure);
  });

  it.each([
    "input.kind == 'gift'",
    "input.kind in ['gift', 'other']",
    "input.kind + '' == 'gifts'",
    "coalesce(input.kind, 'none') == 'none'",
    "'gift' in input.kinds",
    'input.kind == input.other',
    'input.stars == 5.0',
    'input.stars in [0, 5]',
    'input.stars + 1 == 6',
    'abs(input.debt) == 2.5',
    'floor(input.debt) == -3',
    '-input.debt == 2.5',
    'int(string(input.stars)) == 6',
    'coalesce(input.stars, 0) == 0',
    'input.mixed == 1 || input.mixed == "none"',
    'input.mixed == input.stars',
    'size(input.kinds) == 7',
  ])('%s may be true', (source) => {
    expect(warningsIn(asking(source)).filter((each) => each.startsWith('never'))).toEqual([]);
  });
});
