import { EvaluationFault } from './evaluation-fault.js';

/*
 * A whole number may be somebody's id: rounded, it is somebody else's. Doubles hold all of them up
 * to 2^53 − 1, and beyond it only some, which are written with digits of their own. So doubles are
 * calculated with up to there, and CEL's integers, which are exact, up to 64 bits.
 */

const INT_MIN = -(2n ** 63n);
export const INT_MAX = 2n ** 63n - 1n;

/** @throws EvaluationFault: no 64 bits hold it */
export function checkedInt(value: bigint): bigint {
  if (value >= INT_MIN && value <= INT_MAX) return value;
  throw new EvaluationFault('value', 'a whole number does not fit into 64 bits');
}

/**
 * An operand among doubles, or a result: what comes of whole numbers is exact up to 2^53 − 1, and a
 * fraction is rounded as ever. Beyond, every double is whole, and nothing says what was lost.
 *
 * @throws EvaluationFault
 */
export function checkedDouble(value: number | bigint): number {
  if (value <= Number.MAX_SAFE_INTEGER && value >= Number.MIN_SAFE_INTEGER) return Number(value);
  const reason = 'calculates with a number beyond ±9007199254740991, and might round it';
  throw new EvaluationFault('value', reason);
}

/** The number itself, not calculated with. @throws EvaluationFault: JSON would hold another one */
export function exactDouble(value: number | bigint): number {
  if (typeof value === 'number') return value;
  const number = Number(value);
  // as it will be written: 2^62 is a double, and is written with other digits
  if (String(number) === String(value)) return number;
  throw new EvaluationFault('value', `gives ${value}, which a JSON number cannot hold exactly`);
}

/** The integer part of a JSON number. @throws EvaluationFault */
export function intOf(value: number): bigint {
  return BigInt(Math.trunc(checkedDouble(value)));
}
