import type { JsonObject, JsonValue } from '#protocol';

/**
 * What a definition may have at each of its places: a table a place, beside what reads it. The
 * parser's known fields, the JSON Schema of the language, the definition in the OpenAPI document
 * and the tests that hold the documents to the language all come from these tables.
 */
export interface Place<Fields extends FieldTable = FieldTable> {
  readonly fields: Fields;
  /** What no single field says: schemas that hold of the whole object. */
  readonly rules: readonly JsonObject[];
}

export type FieldTable = Readonly<Record<string, Field>>;

/** A field, or a part of one: an item of its list, or one of the forms it may have. */
export type Field =
  | TextField
  | NumberField
  | ChoiceField
  | ListField
  | ObjectField
  | EitherField
  | (Described & { readonly is: 'boolean' | 'json' | 'schema' });

interface Described {
  /** For who writes a definition: shown by editors. */
  readonly about: string;
  /** Left out: it may be left out. */
  readonly isRequired?: true;
  /** What it is when it is left out; only where that is one value at every place. */
  readonly default?: JsonValue;
  readonly example?: JsonValue;
}

export interface TextField extends Described {
  readonly is: 'text';
  readonly pattern?: RegExp;
  /** In code points. */
  readonly charsMax?: number;
}

export interface NumberField extends Described {
  readonly is: 'number';
  readonly min: number;
  readonly max: number;
  readonly isInteger: boolean;
}

export interface ChoiceField<Choice extends string = string> extends Described {
  readonly is: 'choice';
  readonly choices: readonly Choice[];
}

export interface ListField extends Described {
  readonly is: 'list';
  readonly of: Field;
  readonly min: number;
  readonly max?: number;
}

export interface ObjectField extends Described {
  readonly is: 'object';
  readonly place: Place;
}

export interface EitherField extends Described {
  readonly is: 'either';
  readonly forms: readonly Field[];
}

type Extra = Partial<Pick<Described, 'default' | 'example'>>;

export function place<const Fields extends FieldTable>(
  fields: Fields,
  rules: readonly JsonObject[] = [],
): Place<Fields> {
  return { fields, rules };
}

export function required<Kind extends Field>(field: Kind): Kind {
  return { ...field, isRequired: true };
}

export function text(
  about: string,
  more: Extra & Pick<TextField, 'pattern' | 'charsMax'> = {},
): TextField {
  return { is: 'text', about, ...more };
}

/** A text that is one expression, and nothing around it. */
export function expression(about: string, example: string): TextField {
  return text(about, { pattern: /^\$\{[^]*\}$/, example });
}

const DURATION_TEXT = String.raw`\d{1,12}(\.\d{1,12})?(ms|s|m|h|d)`;

export function duration(about: string, more: Extra = {}): TextField {
  const forms = 'A number and ms, s, m, h or d, like "500ms", "1.5s" or "7d".';
  return text(`${about} ${forms}`, { pattern: new RegExp(`^${DURATION_TEXT}$`), ...more });
}

/** A duration, or an expression. */
export function period(about: string, more: Extra = {}): TextField {
  return text(about, { pattern: new RegExp(`^${DURATION_TEXT}$|\\$\\{`), ...more });
}

export function whole(min: number, max: number, about: string, more: Extra = {}): NumberField {
  return { is: 'number', min, max, isInteger: true, about, ...more };
}

export function number(min: number, max: number, about: string, more: Extra = {}): NumberField {
  return { is: 'number', min, max, isInteger: false, about, ...more };
}

export function flag(about: string, more: Extra = {}): Field {
  return { is: 'boolean', about, ...more };
}

export function choice<const Choice extends string>(
  choices: readonly Choice[],
  about: string,
  more: Extra = {},
): ChoiceField<Choice> {
  return { is: 'choice', choices, about, ...more };
}

export function list(
  of: Field,
  about: string,
  more: Extra & Partial<Pick<ListField, 'min' | 'max'>> = {},
): ListField {
  return { is: 'list', of, about, min: 0, ...more };
}

export function object(within: Place, about: string, more: Extra = {}): ObjectField {
  return { is: 'object', place: within, about, ...more };
}

export function either(forms: readonly Field[], about: string, more: Extra = {}): EitherField {
  return { is: 'either', forms, about, ...more };
}

/** Any JSON, in which texts with `${…}` are expressions. */
export function mapping(about: string, more: Extra = {}): Field {
  return { is: 'json', about: `${about} Texts with \${…} are expressions.`, ...more };
}

/** A JSON Schema, as far as a definition may have one. */
export function jsonSchema(about: string, more: Extra = {}): Field {
  return { is: 'schema', about, ...more };
}
