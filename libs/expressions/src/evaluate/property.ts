import { type CelValue, isCelList, isCelMap, typeNameOf } from './cel-value.js';
import { LookupTable } from './lookup-table.js';
import { EvaluationFault } from './evaluation-fault.js';

/**
 * An own property of an object, or undefined: nothing inherited is ever reachable. Not a fault
 * yet, since `has` and `coalesce` ask for what may be missing, often many times.
 */
export function peekProperty(value: CelValue, key: string): CelValue | undefined {
  if (value instanceof LookupTable) return value.get(key);
  return isCelMap(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

/** `path` names, for the message, what is read. @throws EvaluationFault `missing` */
export function readProperty(value: CelValue, key: string, path: string): CelValue {
  const property = peekProperty(value, key);
  if (property !== undefined) return property;
  const holder = isCelMap(value) ? '' : `: what should hold it is ${typeNameOf(value)}`;
  throw new EvaluationFault('missing', `${path} is missing${holder}`);
}

/**
 * `value[index]`: an item of a list by its position from 0, or a property; undefined: missing.
 * @throws EvaluationFault `value` for an index that no value of this kind has
 */
export function peekIndex(value: CelValue, index: CelValue, path: string): CelValue | undefined {
  if (!isCelList(value)) {
    if (value instanceof LookupTable) return value.get(index);
    if (typeof index === 'string') return peekProperty(value, index);
    throw new EvaluationFault('value', `${path}: ${typeNameOf(value)} has no positions`);
  }
  const position = typeof index === 'bigint' ? Number(index) : index;
  if (typeof position === 'number' && Number.isInteger(position)) return value[position];
  throw new EvaluationFault('value', `${path}: a position in a list is a whole number`);
}

/** @throws EvaluationFault `missing`, `value` */
export function readIndex(value: CelValue, index: CelValue, path: string): CelValue {
  const item = peekIndex(value, index, path);
  if (item !== undefined) return item;
  const holder = isCelList(value) ? `: the list has ${value.length} items` : '';
  throw new EvaluationFault('missing', `${path} is missing${holder}`);
}
