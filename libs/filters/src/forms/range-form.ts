import type { Bound, Choice, Range } from '../saga-filter.js';
import { choiceForm } from './choice-form.js';
import { isMisread, type Form, type Misread, type Reading } from './form.js';

interface RangeRules {
  readonly item: Form<number>;
  /** What is written, as examples. */
  readonly possible: readonly string[];
}

const BOUND = /^(>=|<=|>|<)(.*)$/s;

/** `>=3`, `<1h`, or both: `>=3,<10`. */
export function rangeForm(rules: RangeRules): Form<Range> {
  return {
    read: (text) => readRange(text, rules),
    write: ({ bounds }) => bounds.map(({ sign, value }) => sign + rules.item.write(value)).join(),
  };
}

/** Numbers: values, or a range. */
export function numbersForm(rules: RangeRules): Form<Choice<number> | Range> {
  const range = rangeForm(rules);
  const choice = choiceForm({ item: rules.item, compare: (one, other) => one - other });
  return {
    read: (text) => (/^\s*[<>]/.test(text) ? range.read(text) : choice.read(text)),
    write: (value) => ('bounds' in value ? range.write(value) : choice.write(value)),
  };
}

function readRange(text: string, rules: RangeRules): Reading<Range> {
  const texts = text.split(',');
  const bounds: Bound[] = [];
  for (const each of texts.slice(0, 3)) {
    const [, sign, value = ''] = BOUND.exec(each.trim()) ?? [];
    if (sign === undefined) return noRange(rules);
    const reading = rules.item.read(value.trim());
    if (isMisread(reading)) return reading;
    bounds.push({ sign: sign as Bound['sign'], value: reading.value });
  }
  const [lower, upper, ...more] = bounds.toSorted((one, other) => rankOf(one) - rankOf(other));
  if (lower === undefined || more.length > 0) return noRange(rules);
  if (upper === undefined) return { value: { bounds: [lower] } };
  if (rankOf(lower) === rankOf(upper)) return noRange(rules);
  if (lower.value > upper.value) {
    return { rule: 'order', says: 'must not end before it begins', possible: rules.possible };
  }
  return { value: { bounds: [lower, upper] } };
}

/** Lower bounds come first. */
function rankOf({ sign }: Bound): number {
  return sign.startsWith('>') ? 0 : 1;
}

function noRange({ possible }: RangeRules): Misread {
  const says = `must be a lower or an upper bound, or both, such as ${possible.join(' or ')}`;
  return { rule: 'range', says, possible };
}
