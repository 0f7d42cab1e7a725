/** A number of this many characters without an exponent is exact as a double. */
const EXACT_CHARS = 15;
/** What a double can be asked to write. */
const PRECISION_MAX = 100;

/**
 * True when a double holds the JSON number of this text, so that nothing is lost by keeping it. A
 * whole number must be the same when it is written again, since it may be somebody's id. Another
 * one must be what the double is, rounded to as many digits: 0.1 is, and so is
 * 0.10000000000000001, as some libraries write it. Zero has no sign. True for what is no number at
 * all: the parser will say so.
 */
export function isKeptExactly(number: string): boolean {
  if (number.length <= EXACT_CHARS && !/e/i.test(number)) return true;
  const value = Number(number);
  // as JavaScript writes it, which most are
  if (Number.isNaN(value) || String(value) === number) return true;
  if (!Number.isFinite(value)) return false;
  const given = normalize(number);
  if (isSame(given, normalize(String(value)))) return true;
  const isWhole = given.exponent >= 0;
  if (isWhole || given.digits.length > PRECISION_MAX) return false;
  return isSame(given, normalize(value.toPrecision(given.digits.length)));
}

interface Decimal {
  /** Without zeros at both ends; `0` for zero. */
  readonly digits: string;
  /** The power of ten of the last digit. */
  readonly exponent: number;
}

function isSame(one: Decimal, other: Decimal): boolean {
  return one.digits === other.digits && one.exponent === other.exponent;
}

function normalize(number: string): Decimal {
  const [mantissa = '', power = '0'] = number.toLowerCase().split('e');
  const [whole = '', fraction = ''] = mantissa.replace(/^[-+]/, '').split('.');
  const all = stripStart(whole + fraction);
  const digits = stripEnd(all);
  if (digits === '') return { digits: '0', exponent: 0 };
  return { digits, exponent: Number(power) - fraction.length + (all.length - digits.length) };
}

function stripStart(digits: string): string {
  let start = 0;
  while (digits[start] === '0') start += 1;
  return digits.slice(start);
}

/** By hand: `/0+$/` takes time in the square of a long run of zeros. */
function stripEnd(digits: string): string {
  let end = digits.length;
  while (end > 0 && digits[end - 1] === '0') end -= 1;
  return digits.slice(0, end);
}
