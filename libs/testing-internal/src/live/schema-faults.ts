import { type Schema, Validator } from '@cfworker/json-schema';
import { schemaDocument } from '#asyncapi';

const validators = new Map<string, Validator>();

/** What is wrong with a value by a schema of messages: where, and why. Each is compiled once. */
export function faultsBy(schema: string, value: unknown): readonly string[] {
  let validator = validators.get(schema);
  if (validator === undefined) {
    validator = new Validator(schemaDocument(schema) as Schema, '2020-12', false);
    validators.set(schema, validator);
  }
  return validator
    .validate(value)
    .errors.map(({ instanceLocation, error }) => `${schema}${instanceLocation.slice(1)}: ${error}`);
}
