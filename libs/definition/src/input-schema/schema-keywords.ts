import { type JsonObject, type JsonValue, isList, isObject } from '#protocol';

/**
 * The keywords of JSON Schema 2020-12 that a definition may use, and the shape of each one's value.
 * Left out: `pattern` and `patternProperties` (no regular expressions of users), everything that
 * makes references other than `#/$defs/…`, and `uniqueItems`, which compares all items with all.
 */
export type KeywordShape =
  /** One schema, a list of them, or schemas by name. */
  | { readonly holds: 'schema' | 'schemas' | 'schemas-by-name'; readonly isInPlace: boolean }
  | {
      readonly holds: 'value';
      readonly check: (value: JsonValue) => boolean;
      readonly form: string;
      /** The same as a JSON Schema, for editors. */
      readonly schema: JsonObject;
    };

const TYPES = ['array', 'boolean', 'integer', 'null', 'number', 'object', 'string'];
const TYPE_FORM: JsonObject = {
  anyOf: [{ enum: TYPES }, { type: 'array', items: { enum: TYPES }, minItems: 1 }],
};
const DRAFTS = [
  'https://json-schema.org/draft/2020-12/schema',
  'https://json-schema.org/draft/2020-12/schema#',
];

/** Those that the validator checks in time linear in the text; elsewhere it would only pretend. */
const FORMATS: readonly string[] = [
  'date',
  'date-time',
  'duration',
  'email',
  'hostname',
  'ipv4',
  'ipv6',
  'time',
  'uri',
  'uuid',
];

const anything = value('anything', {}, () => true);
const text = value('a text', { type: 'string' }, (given) => typeof given === 'string');
const flag = value('true or false', { type: 'boolean' }, (given) => typeof given === 'boolean');
const count = value('a whole number, 0 or more', { type: 'integer', minimum: 0 }, isCount);
const number = value('a number', { type: 'number' }, (given) => typeof given === 'number');
const TEXTS: JsonObject = { type: 'array', items: { type: 'string' } };
/** Each value of an input may be compared with each of them. */
const VALUES_MAX = 1000;
const isShortList = (given: JsonValue): boolean => isList(given) && given.length <= VALUES_MAX;
const names = value(
  `a list of at most ${VALUES_MAX} texts`,
  { ...TEXTS, maxItems: VALUES_MAX },
  (given) => isShortList(given) && isListOfTexts(given),
);
const schema: KeywordShape = { holds: 'schema', isInPlace: false };
const schemasByName: KeywordShape = { holds: 'schemas-by-name', isInPlace: false };
const sameValue: KeywordShape = { holds: 'schema', isInPlace: true };
const sameValueList: KeywordShape = { holds: 'schemas', isInPlace: true };

export const KEYWORDS: ReadonlyMap<string, KeywordShape> = new Map([
  ['$schema', value('the address of 2020-12', { enum: DRAFTS }, isDraft)],
  ['$comment', text],
  ['title', text],
  ['description', text],
  ['default', anything],
  ['examples', value('a list', { type: 'array' }, (given) => isList(given))],
  ['deprecated', flag],
  ['readOnly', flag],
  ['writeOnly', flag],
  ['$defs', schemasByName],
  ['$ref', text],
  ['type', value(`one of ${TYPES.join(', ')}, or a list of them`, TYPE_FORM, isType)],
  ['const', anything],
  [
    'enum',
    value(`a list of at most ${VALUES_MAX}`, { type: 'array', maxItems: VALUES_MAX }, isShortList),
  ],
  [
    'format',
    value(`one of ${FORMATS.join(', ')}`, { enum: FORMATS }, (given) => isOneOf(given, FORMATS)),
  ],
  ['not', sameValue],
  ['if', sameValue],
  ['then', sameValue],
  ['else', sameValue],
  ['allOf', sameValueList],
  ['anyOf', sameValueList],
  ['oneOf', sameValueList],
  ['properties', schemasByName],
  ['additionalProperties', schema],
  ['unevaluatedProperties', schema],
  ['propertyNames', schema],
  ['required', names],
  [
    'dependentRequired',
    value('lists of texts by name', { type: 'object', additionalProperties: TEXTS }, isListsByName),
  ],
  ['dependentSchemas', { holds: 'schemas-by-name', isInPlace: true }],
  ['minProperties', count],
  ['maxProperties', count],
  ['prefixItems', { holds: 'schemas', isInPlace: false }],
  ['items', schema],
  ['unevaluatedItems', schema],
  ['contains', schema],
  ['minContains', count],
  ['maxContains', count],
  ['minItems', count],
  ['maxItems', count],
  ['minimum', number],
  ['maximum', number],
  ['exclusiveMinimum', number],
  ['exclusiveMaximum', number],
  [
    'multipleOf',
    value(
      'a number above 0',
      { type: 'number', exclusiveMinimum: 0 },
      (given) => typeof given === 'number' && given > 0,
    ),
  ],
  ['minLength', count],
  ['maxLength', count],
]);

function value(
  form: string,
  schema: JsonObject,
  check: (given: JsonValue) => boolean,
): KeywordShape {
  return { holds: 'value', check, form, schema };
}

function isCount(given: JsonValue): boolean {
  return typeof given === 'number' && Number.isSafeInteger(given) && given >= 0;
}

function isOneOf(given: JsonValue, allowed: readonly string[]): boolean {
  return typeof given === 'string' && allowed.includes(given);
}

function isType(given: JsonValue): boolean {
  if (!isList(given)) return isOneOf(given, TYPES);
  return given.length > 0 && given.every((each) => isOneOf(each, TYPES));
}

function isListOfTexts(given: JsonValue): boolean {
  return isList(given) && given.every((each) => typeof each === 'string');
}

function isListsByName(given: JsonValue): boolean {
  return isObject(given) && Object.values(given).every(isListOfTexts);
}

function isDraft(given: JsonValue): boolean {
  return isOneOf(given, DRAFTS);
}
