import {
  closedObject,
  listOf,
  NULL,
  NUMBER,
  STRING,
  unionOf,
  type ValueType,
} from './value-type.js';

const ERROR_FIELDS = [
  ['code', STRING],
  ['message', STRING],
] as const;

/** The types of what expressions see of a step beside its output. */
export const STEP_TYPES: Readonly<Record<string, ValueType>> = {
  status: STRING,
  error: unionOf([closedObject(new Map(ERROR_FIELDS)), NULL]),
  errors: listOf(() => closedObject(new Map([...ERROR_FIELDS, ['index', NUMBER]]))),
};
