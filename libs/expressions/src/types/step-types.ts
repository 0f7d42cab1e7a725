import {
  closedObject,
  listOf,
  NULL,
  NUMBER,
  STRING,
  textsOf,
  unionOf,
  type ValueType,
} from './value-type.js';

const ERROR_FIELDS = [
  ['code', STRING],
  ['message', STRING],
] as const;

/** The types of what expressions see of a step beside its output. */
export const STEP_TYPES: Readonly<Record<string, ValueType>> = {
  status: textsOf(['succeeded', 'skipped', 'caught']),
  error: unionOf([closedObject(new Map(ERROR_FIELDS)), NULL]),
  errors: listOf(() => closedObject(new Map([...ERROR_FIELDS, ['index', NUMBER]]))),
};

/** Without a `catch` no step is ever caught. */
export const STATUS_WITHOUT_CATCH = textsOf(['succeeded', 'skipped']);
