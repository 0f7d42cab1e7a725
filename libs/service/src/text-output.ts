import type { JsonSchema } from '#participant';

/** The schema of an output that has these texts: the ids that a command makes, mostly. */
export function outputOfTexts(...names: readonly string[]): JsonSchema {
  const properties = Object.fromEntries(names.map((name) => [name, { type: 'string' }]));
  return { type: 'object', required: names, properties };
}
