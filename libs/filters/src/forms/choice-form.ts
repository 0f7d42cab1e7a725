import type { Choice } from '../saga-filter.js';
import { isMisread, type Form, type Reading } from './form.js';

/** Values in one list. */
export const VALUES_MAX = 100;

export interface ChoiceRules<Value> {
  readonly item: Form<Value>;
  /** The order of the values. */
  readonly compare: (one: Value, other: Value) => number;
}

/** `a`, `a,b`: one of them; `!a,b`: none of them. */
export function choiceForm<Value>(rules: ChoiceRules<Value>): Form<Choice<Value>> {
  return {
    read: (text) => readChoice(text, rules),
    write: ({ values, isNegated }) =>
      (isNegated ? '!' : '') + values.map((value) => rules.item.write(value)).join(','),
  };
}

function readChoice<Value>(
  text: string,
  { item, compare }: ChoiceRules<Value>,
): Reading<Choice<Value>> {
  const isNegated = text.startsWith('!');
  const texts = (isNegated ? text.slice(1) : text).split(',');
  if (texts.length > VALUES_MAX) {
    const says = `must have at most ${VALUES_MAX} values`;
    return { rule: 'valuesMax', says, possible: [] };
  }
  const values: Value[] = [];
  for (const each of texts) {
    const one = each.trim();
    if (one.startsWith('!')) {
      const says = 'has ! once, before the first value: it is about all of them';
      return { rule: 'negation', says, possible: ['!a,b'] };
    }
    const reading = item.read(one);
    if (isMisread(reading)) return reading;
    if (!values.some((value) => compare(value, reading.value) === 0)) values.push(reading.value);
  }
  return { value: { values: values.sort(compare), isNegated } };
}
