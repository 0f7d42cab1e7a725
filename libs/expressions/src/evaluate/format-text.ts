import { compareTexts } from '#protocol';
import { type CelValue, isCelList, isCelMap, typeNameOf } from './cel-value.js';
import { EvaluationFault } from './evaluation-fault.js';
import { exactDouble, intOf } from './exact-arithmetic.js';
import { LookupTable } from './lookup-table.js';
import type { Meter } from './meter.js';
import { isTime } from './temporal.js';

const CLAUSE = /%(?:%|(?:\.(?<digits>\d{1,3}))?(?<verb>.)?)/gsu;
/** More digits than a double has. */
const PRECISION_MAX = 50;
const PRECISION = 6;

/**
 * `"%s has %d items, %.2f in all".format([a, b, c])`, as CEL's library of texts has it: `%s` any
 * value, `%d` a whole number, `%f` and `%e` a number with 6 or so many digits, `%b`, `%o`, `%x`,
 * `%X` in base 2, 8, 16, `%%` a percent sign.
 *
 * @throws EvaluationFault
 */
export function formatText(text: string, values: readonly CelValue[], meter: Meter): string {
  let next = 0;
  const formatted = text.replaceAll(CLAUSE, (clause: string, ...rest: unknown[]) => {
    meter.spend(1);
    const read = readClause(clause, rest.at(-1) as ClauseGroups);
    if (read === null) return '%';
    const value = values[next];
    if (value === undefined) throw tooFewValues(values.length, clause);
    next++;
    const rendered = read.render(value, { clause, precision: read.precision, meter });
    meter.spendOnText(rendered.length);
    return rendered;
  });
  if (next < values.length) throw tooManyValues(values.length, next);
  return formatted;
}

/** Whether so many values fit; null: their number is not known. @throws EvaluationFault */
export function checkFormat(text: string, count: number | null): void {
  let needed = 0;
  for (const match of text.matchAll(CLAUSE)) {
    const [clause] = match;
    if (readClause(clause, (match.groups ?? {}) as ClauseGroups) === null) continue;
    needed++;
    if (count !== null && needed > count) throw tooFewValues(count, clause);
  }
  if (count !== null && needed < count) throw tooManyValues(count, needed);
}

function tooManyValues(count: number, used: number): EvaluationFault {
  return new EvaluationFault('value', `format() has ${count} values, and uses ${used}`);
}

function tooFewValues(count: number, clause: string): EvaluationFault {
  const message = `format() has ${count} values, and needs another one for ${clause}`;
  return new EvaluationFault('value', message);
}

interface ClauseGroups {
  readonly digits?: string;
  readonly verb?: string;
}

/** null: a percent sign. @throws EvaluationFault: there is no such clause */
function readClause(
  clause: string,
  { digits, verb = '' }: ClauseGroups,
): { readonly render: Render; readonly precision: number } | null {
  if (clause === '%%') return null;
  const render = RENDERERS.get(verb);
  if (render === undefined || (digits !== undefined && !WITH_DIGITS.has(verb))) {
    throw new EvaluationFault('value', `format() does not know ${clause}: write %% for a "%"`);
  }
  const precision = digits === undefined ? PRECISION : Number(digits);
  if (precision <= PRECISION_MAX) return { render, precision };
  throw new EvaluationFault('value', `format() takes 0 to ${PRECISION_MAX} digits`);
}

interface Clause {
  /** As it is written, for messages. */
  readonly clause: string;
  readonly precision: number;
  readonly meter: Meter;
}

type Render = (value: CelValue, clause: Clause) => string;

const RENDERERS: ReadonlyMap<string, Render> = new Map<string, Render>([
  ['s', (value, { meter }) => textOf(value, meter)],
  ['d', (value, { clause }) => wholeOf(value, clause).toString()],
  ['f', (value, at) => fixed(numberOf(value, at.clause), at.precision)],
  ['e', (value, at) => scientific(numberOf(value, at.clause), at.precision)],
  ['b', (value, { clause }) => binary(value, clause)],
  ['o', (value, { clause }) => wholeOf(value, clause).toString(8)],
  ['x', (value, at) => hexadecimal(value, at)],
  ['X', (value, at) => hexadecimal(value, at).toUpperCase()],
]);
const WITH_DIGITS: ReadonlySet<string> = new Set(['f', 'e']);

/** Lists as `[1, a]`, objects as `{key: value}` in the order of their keys' texts. */
function textOf(value: CelValue, meter: Meter): string {
  meter.spend(1);
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'string' || isTime(value)) {
    const text = String(value);
    meter.spendOnText(text.length);
    return text;
  }
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  if (isCelList(value)) return `[${value.map((each) => textOf(each, meter)).join(', ')}]`;
  const members = membersOf(value).map(
    ([key, each]) => [textOf(key, meter), textOf(each, meter)] as const,
  );
  meter.spend(members.length * SORTED_STEPS);
  const sorted = members.sort(([one], [other]) => compareTexts(one, other));
  return `{${sorted.map(([key, each]) => `${key}: ${each}`).join(', ')}}`;
}

/** What it costs to find one key's place. */
const SORTED_STEPS = 20;

function membersOf(value: CelValue): readonly (readonly [CelValue, CelValue])[] {
  if (value instanceof LookupTable) return value.entries();
  return isCelMap(value) ? Object.entries(value) : [];
}

function wholeOf(value: CelValue, clause: string): bigint {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'number' && Number.isInteger(value)) return intOf(value);
  throw unfit(clause, 'a whole number', value);
}

function numberOf(value: CelValue, clause: string): number {
  if (typeof value === 'number' || typeof value === 'bigint') return exactDouble(value);
  throw unfit(clause, 'a number', value);
}

function binary(value: CelValue, clause: string): string {
  return typeof value === 'boolean' ? String(Number(value)) : wholeOf(value, clause).toString(2);
}

function hexadecimal(value: CelValue, { clause, meter }: Clause): string {
  if (typeof value !== 'string') return wholeOf(value, clause).toString(16);
  // up to six digits for each
  meter.spend(4 * value.length);
  const bytes = [...new TextEncoder().encode(value)];
  return bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** From here on every double is a whole number, and JavaScript writes it with an exponent. */
const FIXED_MAX = 1e21;

function fixed(number: number, precision: number): string {
  if (Math.abs(number) >= FIXED_MAX) {
    return `${BigInt(number)}${precision === 0 ? '' : `.${'0'.repeat(precision)}`}`;
  }
  return towardsEven(number.toFixed(precision), {
    exact: number.toFixed(precision + EXACT_DIGITS),
    below: () => number.toFixed(precision + 1).slice(0, precision === 0 ? -2 : -1),
  });
}

function scientific(number: number, precision: number): string {
  const [digits = '', exponent = ''] = number.toExponential(precision).split('e');
  const [exact = '', exactly] = number.toExponential(precision + EXACT_DIGITS).split('e');
  const below = () => exact.slice(0, precision === 0 ? -EXACT_DIGITS - 1 : -EXACT_DIGITS);
  // rounded from 9 up to 10 it is even
  const rounded = exactly === exponent ? towardsEven(digits, { exact, below }) : digits;
  return `${rounded}e${exponent.replace(/^([+-])(\d)$/, '$10$2')}`;
}

/** So many digits more, and a double that looks as if it was half way between two numbers is. */
const EXACT_DIGITS = 40;
const HALF_WAY = new RegExp(`50{${EXACT_DIGITS - 1}}$`);

/** What is just half way goes to the even digit, where JavaScript takes the larger one. */
function towardsEven(
  rounded: string,
  { exact, below }: { readonly exact: string; readonly below: () => string },
): string {
  const isOdd = /[13579]$/.test(rounded);
  return isOdd && HALF_WAY.test(exact) ? below() : rounded;
}

function unfit(clause: string, needed: string, value: CelValue): EvaluationFault {
  const message = `format() needs ${needed} for ${clause} and got ${typeNameOf(value)}`;
  return new EvaluationFault('value', message);
}
