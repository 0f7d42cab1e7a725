import { COMMAND_SCHEMAS } from './command-schemas.js';
import { EVENT_SCHEMAS } from './event-schemas.js';
import { INNER_SCHEMAS } from './inner-schemas.js';
import { INTAKE_SCHEMAS } from './intake-schemas.js';
import { REPLY_SCHEMAS } from './reply-schemas.js';
import { PLACE, type Schema } from './schema.js';
import { SLIP_SCHEMAS } from './slip-schemas.js';

/** Everything that messages are made of, by the name that it has in an AsyncAPI document. */
export const SCHEMAS: Readonly<Record<string, Schema>> = {
  ...COMMAND_SCHEMAS,
  ...SLIP_SCHEMAS,
  ...REPLY_SCHEMAS,
  ...EVENT_SCHEMAS,
  ...INTAKE_SCHEMAS,
  ...INNER_SCHEMAS,
};

/** `CommandEnvelope`: `command-envelope` */
export function fileNameOf(name: string): string {
  return name.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase();
}

/**
 * One schema by itself, as JSON Schema 2020-12, with those that it refers to.
 *
 * @throws Error when there is none of this name
 */
export function schemaDocument(name: string): Schema {
  const schema = schemaOf(name);
  const parts = [...reachable(schema)].filter((part) => part !== name);
  const $defs = Object.fromEntries(parts.map((part) => [part, placed(schemaOf(part), name)]));
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    ...(placed(schema, name) as Schema),
    ...(parts.length === 0 ? {} : { $defs }),
  };
}

function schemaOf(name: string): Schema {
  const schema = SCHEMAS[name];
  if (schema === undefined) throw new Error(`there is no schema ${name}`);
  return schema;
}

/** Names of all schemas that this one refers to, and those, and so on. */
function reachable(schema: Schema, known = new Set<string>()): ReadonlySet<string> {
  for (const [, name = ''] of JSON.stringify(schema).matchAll(/"#\/components\/schemas\/(\w+)"/g)) {
    if (known.has(name)) continue;
    known.add(name);
    reachable(schemaOf(name), known);
  }
  return known;
}

function placed(schema: Schema, root: string): Schema {
  const text = JSON.stringify(schema)
    .replaceAll(`"${PLACE}${root}"`, '"#"')
    .replaceAll(`"${PLACE}`, '"#/$defs/');
  return JSON.parse(text) as Schema;
}
