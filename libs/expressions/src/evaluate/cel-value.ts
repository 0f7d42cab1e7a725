import type { JsonValue } from '#protocol';
import { LookupTable } from './lookup-table.js';
import type { Scope } from './scope.js';
import { Duration, Timestamp } from './temporal.js';
import type { Meter } from './meter.js';

/**
 * What an expression works with: JSON, where numbers are CEL's doubles, and what only CEL has:
 * integers, which come from literals, `size()` and the like, instants, durations, and objects with
 * keys that are no texts.
 */
export type CelValue =
  JsonValue | bigint | Timestamp | Duration | readonly CelValue[] | CelMap | LookupTable<CelValue>;
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

/** An object with texts as keys. */
export function isCelMap(value: CelValue): value is CelMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isOfCel(value);
}

function isOfCel(value: object): boolean {
  return value instanceof LookupTable || value instanceof Timestamp || value instanceof Duration;
}

/** For messages. */
export function typeNameOf(value: CelValue): string {
  if (value === null) return 'null';
  if (isCelList(value)) return 'a list';
  if (value instanceof Timestamp) return 'a timestamp';
  if (value instanceof Duration) return 'a duration';
  if (typeof value === 'object') return 'an object';
  if (typeof value === 'bigint') return 'a number';
  return `a ${typeof value}`;
}
