import type { JsonSchema } from '#participant';

/** The schema of an output with these text fields, mostly ids that a command created. */
export function outputOfTexts(...names: readonly string[]): JsonSchema {
  const properties = Object.fromEntries(names.map((name) => [name, { type: 'string' }]));
  return { type: 'object', required: names, properties };
}
