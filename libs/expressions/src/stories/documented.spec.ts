import { readFileSync } from 'node:fs';
import type { JsonValue } from '#protocol';
import { FUNCTIONS } from '../evaluate/functions.js';
import { METHODS } from '../evaluate/methods.js';
import { evaluate } from './expression.fixture.js';

const DOCUMENT = readFileSync(new URL('../../../../docs/DEFINITIONS.md', import.meta.url), 'utf8');
const FROM = DOCUMENT.indexOf('Each function once');
const TABLE = DOCUMENT.slice(FROM, DOCUMENT.indexOf('\n\n**', FROM));

/** The input that the examples are about. */
const INPUT: JsonValue = {
  qty: 3,
  price: 1.5,
  gift: { text: 'hi' },
  lines: [
    { sku: 'book', price: 12.5, quantity: 2 },
    { sku: 'pen', price: 1.2, quantity: 10 },
  ],
};

function examplesIn(text: string): readonly (readonly [string, JsonValue])[] {
  return [...text.matchAll(/`([^`]+)` is `([^`]+)`/g)].map(
    ([, expression = '', value = '']): [string, JsonValue] => [
      expression,
      JSON.parse(value) as JsonValue,
    ],
  );
}

describe('The functions in docs/DEFINITIONS.md', () => {
  it.each(examplesIn(TABLE))('%s is %j', (expression, value) => {
    expect(evaluate(expression, INPUT)).toEqual(value);
  });

  it('each have an example', () => {
    expect(examplesIn(TABLE).length).toBeGreaterThan(50);
  });

  it.each([...FUNCTIONS.keys(), ...METHODS.keys()])('%s is among them', (name) => {
    expect(TABLE).toContain(`${name}(`);
  });
});
