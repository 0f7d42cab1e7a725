import type { JsonObject } from '#protocol';
import { DEFINITION } from '../compile/saga-document.js';
import { type KeywordShape, KEYWORDS } from '../input-schema/schema-keywords.js';
import { schemaOfPlace, type SchemaStyle } from './json-schema.js';

const IN_EDITORS: SchemaStyle = {
  json: {},
  schema: { $ref: '#/$defs/schema' },
  isStrict: true,
  exampleOf: (example) => ({ examples: [example] }),
};

/**
 * The JSON Schema (2020-12) of a definition. It accepts every definition that the parser accepts,
 * and refuses much of what the parser refuses: what a field may be, and what may stand beside it.
 * Expressions, and rules about all steps together, are for the parser alone.
 */
export function definitionSchema(): JsonObject {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Conductor saga definition',
    ...schemaOfPlace(DEFINITION, IN_EDITORS),
    $defs: { schema: schemaOfSchemas() },
  };
}

/** The same without its strictness, for a document that has schemas of its own to refer to. */
export function describeDefinition(json: JsonObject): JsonObject {
  return schemaOfPlace(DEFINITION, {
    json,
    schema: { type: ['object', 'boolean'], additionalProperties: true },
    isStrict: false,
    exampleOf: (example) => ({ example }),
  });
}

const SELF: JsonObject = { $ref: '#/$defs/schema' };

/** What a JSON Schema in a definition may be. */
function schemaOfSchemas(): JsonObject {
  const keywords = [...KEYWORDS].map(([keyword, shape]) => [keyword, schemaOfKeyword(shape)]);
  return {
    type: ['object', 'boolean'],
    properties: Object.fromEntries(keywords) as JsonObject,
    additionalProperties: false,
  };
}

function schemaOfKeyword(shape: KeywordShape): JsonObject {
  switch (shape.holds) {
    case 'schema':
      return SELF;
    case 'schemas':
      return { type: 'array', items: SELF, minItems: 1 };
    case 'schemas-by-name':
      return { type: 'object', additionalProperties: SELF };
    case 'value':
      return shape.schema;
    default:
      return shape satisfies never;
  }
}
