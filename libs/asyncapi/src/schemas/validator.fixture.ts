import { type Schema, Validator } from '@cfworker/json-schema';
import { schemaDocument } from './message-schemas.js';

const validators = new Map<string, Validator>();

/** What is wrong with a value by one of the schemas: where, and why. Each is compiled once. */
export function faultsBy(name: string, value: unknown): readonly string[] {
  let validator = validators.get(name);
  if (validator === undefined) {
    validator = new Validator(schemaDocument(name) as Schema, '2020-12', false);
    validators.set(name, validator);
  }
  return validator
    .validate(value)
    .errors.map(({ instanceLocation, error }) => `${instanceLocation} ${error}`);
}

export function isValidBy(name: string, value: unknown): boolean {
  return faultsBy(name, value).length === 0;
}
