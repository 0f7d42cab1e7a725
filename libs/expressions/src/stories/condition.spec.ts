import { NOTHING_KNOWN, scopeWith } from './expression.fixture.js';
import { ExpressionError } from '../evaluate/expression-error.js';
import { compileCondition } from '../compile/mapping.js';

function tryCompile(text: string) {
  const rules: string[] = [];
  const report = (_path: string, rule: string): void => void rules.push(rule);
  const visible = { known: new Set<string>(), before: null };
  const place = { path: '/when', visible, report, types: NOTHING_KNOWN, warn: () => undefined };
  return { rules, condition: compileCondition(text, place) };
}

describe('A condition is one expression that is true or false', () => {
  it.each([
    ['${input.qty > 2}', true],
    ['${has(input.gift)}', false],
    ['${input.isGift}', true],
    ['${true}', true],
  ])('%s', (text, truth) => {
    const { condition } = tryCompile(text);
    expect(condition?.(scopeWith({ qty: 3, isGift: true }))).toBe(truth);
  });

  it.each(['true', '', 'a ${true}', '${true}${true}', '$${true}'])('%j is none', (text) => {
    expect(tryCompile(text)).toEqual({ rules: ['when-expression'], condition: null });
  });

  it.each(['${1}', '${"true"}', '${[true]}', '${size(input)}', '${"a" + "b"}'])(
    '%s is refused early: it can only be something else',
    (text) => {
      expect(tryCompile(text)).toEqual({ rules: ['expression-type'], condition: null });
    },
  );

  it('a value that is neither is an error that names the expression', () => {
    const { condition } = tryCompile('${input.qty}');
    const decide = () => condition?.(scopeWith({ qty: 'yes' }));
    expect(decide).toThrow(ExpressionError);
    expect(decide).toThrow('${input.qty}: gives a string, not true or false');
  });
});
