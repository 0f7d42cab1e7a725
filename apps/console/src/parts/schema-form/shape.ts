import { isList, isObject, type JsonObject, type JsonValue } from '#protocol';

/** More are no form any more. */
const MEMBERS_MAX = 60;
const CHOICES_MAX = 200;
const VARIANTS_MAX = 20;
const REFERENCES_MAX = 16;

interface Told {
  readonly title: string | null;
  readonly description: string | null;
  /** Left empty, it is `null` where it has to be there. */
  readonly mayBeNull: boolean;
  readonly schema: JsonObject;
}

/** How people give a value of a schema. `json`: as text, and why. */
export type Shape = Told &
  (
    | { readonly kind: 'text'; readonly format: string | null; readonly isLong: boolean }
    | { readonly kind: 'number'; readonly isWhole: boolean }
    | { readonly kind: 'flag' }
    | { readonly kind: 'choice'; readonly values: readonly JsonValue[] }
    | { readonly kind: 'members'; readonly members: readonly Member[] }
    | { readonly kind: 'list'; readonly items: JsonValue; readonly most: number }
    | { readonly kind: 'variants'; readonly variants: readonly JsonValue[] }
    | { readonly kind: 'json'; readonly why: string }
  );

export interface Member {
  readonly name: string;
  readonly schema: JsonValue;
  readonly isRequired: boolean;
}

/** One look at a schema, not at what is within: that is looked at when it is shown. */
export function shapeOf(schema: JsonValue, root: JsonValue): Shape {
  const resolved = resolve(schema, root);
  const told = toldBy(resolved ?? {});
  const byText = (why: string): Shape => ({ ...told, kind: 'json', why });
  if (resolved === null) return byText('its description leads nowhere');
  const variants = variantsOf(resolved);
  const only = variants.filter((variant) => !isNull(variant));
  if (variants.length > only.length && only.length === 1) {
    const shape = shapeOf(only[0] ?? true, root);
    return { ...shape, ...told, title: told.title ?? shape.title, mayBeNull: true };
  }
  if (conditionIn(resolved)) return byText('what it has depends on its own values');
  if (variants.length > VARIANTS_MAX) return byText(`it has ${variants.length} variants`);
  if (variants.length > 0) return { ...told, kind: 'variants', variants };
  return { ...told, ...kindOf(resolved, typesOf(resolved)) } as Shape;
}

type Kind = { [Name in Shape['kind']]: Omit<Extract<Shape, { kind: Name }>, keyof Told> };

function kindOf(schema: JsonObject, types: readonly string[]): Kind[keyof Kind] {
  const values = valuesOf(schema);
  if (values !== null) return choiceOf(values);
  const [type, ...others] = types;
  if (type === undefined || others.length > 0) {
    return { kind: 'json', why: 'it may be of several types' };
  }
  switch (type) {
    case 'string': {
      const { format, maxLength } = schema;
      const isLong = typeof maxLength === 'number' && maxLength > 200;
      return { kind: 'text', format: typeof format === 'string' ? format : null, isLong };
    }
    case 'number':
    case 'integer':
      return { kind: 'number', isWhole: type === 'integer' };
    case 'boolean':
      return { kind: 'flag' };
    case 'object':
      return membersOf(schema);
    case 'array':
      return listOf(schema);
    default:
      return { kind: 'choice', values: [null] };
  }
}

function choiceOf(values: readonly JsonValue[]): Kind['choice' | 'json'] {
  if (values.length <= CHOICES_MAX) return { kind: 'choice', values };
  return { kind: 'json', why: `it is one of ${values.length} values` };
}

function membersOf(schema: JsonObject): Kind['members' | 'json'] {
  const properties = objectIn(schema, 'properties') ?? {};
  const required = listIn(schema, 'required');
  const names = Object.keys(properties);
  if (names.length > MEMBERS_MAX) return { kind: 'json', why: `it has ${names.length} fields` };
  if (names.length === 0) return { kind: 'json', why: 'its fields have no names' };
  const members = names.map((name) => {
    return { name, schema: properties[name] ?? true, isRequired: required.includes(name) };
  });
  return { kind: 'members', members };
}

function listOf(schema: JsonObject): Kind['list' | 'json'] {
  const items = objectIn(schema, 'items');
  const { prefixItems, maxItems } = schema;
  if (items === null || prefixItems !== undefined) {
    return { kind: 'json', why: 'its items are not all of one kind' };
  }
  return { kind: 'list', items, most: typeof maxItems === 'number' ? maxItems : Infinity };
}

/** With what it refers to, and what all of it has to fit, in one; null: it leads nowhere. */
function resolve(schema: JsonValue, root: JsonValue): JsonObject | null {
  let found: JsonObject = isObject(schema) ? schema : {};
  for (let count = 0; typeof found['$ref'] === 'string'; count++) {
    const [, name] = /^#\/\$defs\/([^/]+)$/.exec(found['$ref']) ?? [];
    const definitions = isObject(root) ? objectIn(root, '$defs') : null;
    const target = name === undefined ? null : objectIn(definitions ?? {}, plain(name));
    if (target === null || count >= REFERENCES_MAX) return null;
    const { $ref: _, ...own } = found;
    found = { ...target, ...own };
  }
  return found;
}

function plain(name: string): string {
  return decodeURIComponent(name).replaceAll('~1', '/').replaceAll('~0', '~');
}

function toldBy(schema: JsonObject): Told {
  const { title, description } = schema;
  const types = listIn(schema, 'type');
  return {
    title: typeof title === 'string' ? title : null,
    description: typeof description === 'string' ? description : null,
    mayBeNull: types.includes('null') && types.length > 1,
    schema,
  };
}

function variantsOf(schema: JsonObject): readonly JsonValue[] {
  return listIn(schema, schema['oneOf'] === undefined ? 'anyOf' : 'oneOf');
}

const CONDITIONS = ['if', 'allOf', 'dependentSchemas'] as const;

function conditionIn(schema: JsonObject): boolean {
  const hasBeside = variantsOf(schema).length > 0 && schema['properties'] !== undefined;
  return hasBeside || CONDITIONS.some((keyword) => schema[keyword] !== undefined);
}

function typesOf(schema: JsonObject): readonly string[] {
  const { type, properties } = schema;
  if (typeof type === 'string') return [type];
  const names = listIn(schema, 'type').filter((each) => typeof each === 'string');
  if (names.length === 0) return properties === undefined ? [] : ['object'];
  return names.length === 1 ? names : names.filter((name) => name !== 'null');
}

function valuesOf(schema: JsonObject): readonly JsonValue[] | null {
  if (schema['const'] !== undefined) return [schema['const']];
  return schema['enum'] === undefined ? null : listIn(schema, 'enum');
}

function listIn(schema: JsonObject, keyword: string): readonly JsonValue[] {
  const value = schema[keyword] ?? null;
  return isList(value) ? value : [];
}

/** null: it has none. */
function objectIn(schema: JsonObject, keyword: string): JsonObject | null {
  const value = Object.hasOwn(schema, keyword) ? (schema[keyword] ?? null) : null;
  return isObject(value) ? value : null;
}

function isNull(schema: JsonValue): boolean {
  return isObject(schema) && (schema['type'] === 'null' || schema['const'] === null);
}
