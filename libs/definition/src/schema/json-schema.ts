import type { JsonObject, JsonValue } from '#protocol';
import type { Field, ListField, NumberField, Place, TextField } from '../language/field.js';

/** How a document writes what the tables say. */
export interface SchemaStyle {
  /** What a mapping may be. */
  readonly json: JsonObject;
  /** What a JSON Schema in a definition may be. */
  readonly schema: JsonObject;
  /** Unknown fields, and what no single field says, are refused. */
  readonly isStrict: boolean;
  /** What an example is given as. */
  exampleOf(example: JsonValue): JsonObject;
}

function schemaOfField(field: Field, style: SchemaStyle): JsonObject {
  const { about, default: value, example } = field;
  return {
    ...formOf(field, style),
    description: about,
    ...(value === undefined ? {} : { default: value }),
    ...(example === undefined ? {} : style.exampleOf(example)),
  };
}

export function schemaOfPlace({ fields, rules }: Place, style: SchemaStyle): JsonObject {
  const entries = Object.entries(fields);
  const required = entries.flatMap(([name, { isRequired }]) => (isRequired ? [name] : []));
  return {
    type: 'object',
    ...(required.length === 0 ? {} : { required }),
    properties: Object.fromEntries(
      entries.map(([name, field]) => [name, schemaOfField(field, style)]),
    ),
    ...(style.isStrict ? { additionalProperties: false } : {}),
    ...(style.isStrict && rules.length > 0 ? { allOf: rules } : {}),
  };
}

function formOf(field: Field, style: SchemaStyle): JsonObject {
  switch (field.is) {
    case 'text':
      return textForm(field);
    case 'number':
      return numberForm(field);
    case 'choice':
      return { type: 'string', enum: field.choices };
    case 'boolean':
      return { type: 'boolean' };
    case 'list':
      return listForm(field, style);
    case 'object':
      return schemaOfPlace(field.place, style);
    case 'either':
      return { anyOf: field.forms.map((form) => schemaOfField(form, style)) };
    case 'json':
      return style.json;
    case 'schema':
      return style.schema;
    default:
      return field satisfies never;
  }
}

function textForm({ pattern, charsMax }: TextField): JsonObject {
  return {
    type: 'string',
    ...(pattern === undefined ? {} : { pattern: pattern.source }),
    ...(charsMax === undefined ? {} : { maxLength: charsMax }),
  };
}

function numberForm({ min, max, isInteger }: NumberField): JsonObject {
  return { type: isInteger ? 'integer' : 'number', minimum: min, maximum: max };
}

function listForm({ of, min, max }: ListField, style: SchemaStyle): JsonObject {
  return {
    type: 'array',
    items: schemaOfField(of, style),
    ...(min === 0 ? {} : { minItems: min }),
    ...(max === undefined ? {} : { maxItems: max }),
  };
}
