import { type CelValue, EvaluationFault, isCelList, isCelMap, typeNameOf } from './cel-value.js';

/**
 * Reads an own property of an object; nothing inherited is ever reachable. `path` names, for the
 * message, what is read. @throws EvaluationFault `missing`
 */
export function readProperty(value: CelValue, key: string, path: string): CelValue {
  if (isCelMap(value)) {
    const property = Object.hasOwn(value, key) ? value[key] : undefined;
    if (property !== undefined) return property;
    throw new EvaluationFault('missing', `${path} is missing`);
  }
  const message = `${path} is missing: what should hold it is ${typeNameOf(value)}`;
  throw new EvaluationFault('missing', message);
}

/** `value[index]`: an item of a list by its position from 0, or a property. */
export function readIndex(value: CelValue, index: CelValue, path: string): CelValue {
  if (!isCelList(value)) {
    if (typeof index === 'string') return readProperty(value, index, path);
    throw new EvaluationFault('value', `${path}: ${typeNameOf(value)} has no ${String(index)}`);
  }
  const position = typeof index === 'bigint' ? Number(index) : index;
  if (typeof position !== 'number' || !Number.isInteger(position)) {
    throw new EvaluationFault('value', `${path}: a position in a list is a whole number`);
  }
  const item = value[position];
  if (item !== undefined) return item;
  const message = `${path} is missing: the list has ${value.length} items`;
  throw new EvaluationFault('missing', message);
}

/** Gives null for what is missing, and throws every other fault. */
export function orNull(read: () => CelValue): CelValue {
  try {
    return read();
  } catch (error) {
    if (error instanceof EvaluationFault && error.reason === 'missing') return null;
    throw error;
  }
}
