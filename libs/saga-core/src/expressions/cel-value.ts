import type { JsonValue } from '../json.js';
import type { Scope } from '../definition/saga-definition.js';
import type { Meter } from './meter.js';

/**
 * What an expression works with: JSON, where numbers are CEL's doubles, and CEL's integers, which
 * come from literals, `size()` and the like.
 */
export type CelValue = JsonValue | bigint | readonly CelValue[] | CelMap;
export interface CelMap {
  readonly [key: string]: CelValue;
}

/** One evaluation. */
export interface Frame {
  readonly scope: Scope;
  readonly meter: Meter;
  /** The variables of the macros around, the innermost last. */
  readonly locals: CelValue[];
}

export type Evaluate = (frame: Frame) => CelValue;

/**
 * Why an expression has no value. `missing`: it names something that is not there, which `has` and
 * `coalesce` can deal with. `limit`: it takes too long or gets too large; nothing absorbs that.
 */
export class EvaluationFault extends Error {
  readonly code = 'EVALUATION_FAULT';

  constructor(
    readonly reason: 'missing' | 'value' | 'limit',
    message: string,
  ) {
    super(message);
  }
}

export function isCelList(value: CelValue): value is readonly CelValue[] {
  return Array.isArray(value);
}

export function isCelMap(value: CelValue): value is CelMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** For messages. */
export function typeNameOf(value: CelValue): string {
  if (value === null) return 'null';
  if (isCelList(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  if (typeof value === 'bigint') return 'a number';
  return `a ${typeof value}`;
}
