import type { JsonValue } from '#protocol';
import type { Scope } from './scope.js';
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
