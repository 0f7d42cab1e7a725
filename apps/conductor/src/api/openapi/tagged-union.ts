import type { Schema } from './schema-parts.js';

/*
 * Schemas of types that no class stands for. A field that a type has and its table lacks does not
 * compile, nor one that is optional on one side alone.
 */

/** A field that may be left out. */
interface Optional {
  readonly optional: Schema;
}

export type FieldsOf<Type> = {
  readonly [Name in keyof Type]-?: Record<never, never> extends Pick<Type, Name>
    ? Optional
    : Schema;
};

export type UnionTable<Union, Tag extends keyof Union> = {
  readonly [Name in Union[Tag] & string]: FieldsOf<
    Omit<Extract<Union, Readonly<Record<Tag, Name>>>, Tag>
  >;
};

export function optional(schema: Schema): Optional {
  return { optional: schema };
}

export function nullable(schema: Schema): Schema {
  return { anyOf: [schema, { type: 'null' }] };
}

export function referenceTo(name: string): Schema {
  return { $ref: `#/components/schemas/${name}` };
}

/** The schema of an object with these fields. */
export function objectOf<Type>(fields: FieldsOf<Type>): Schema {
  return toObject(fields);
}

function toObject(fields: Readonly<Record<string, Schema | Optional>>): Schema {
  const entries = Object.entries(fields);
  const required = entries.filter(([, field]) => !('optional' in field)).map(([name]) => name);
  const properties = entries.map(([name, field]) => {
    return [name, 'optional' in field ? (field as Optional).optional : field] as const;
  });
  return { type: 'object', required, properties: Object.fromEntries(properties) };
}

/**
 * The schema of a union whose members are told apart by one field, and one for each member:
 * `saga-started` of `SagaEvent` is `SagaStartedEvent` where the suffix is `Event`.
 */
export function taggedUnion<Union, Tag extends keyof Union & string>(
  union: {
    readonly name: string;
    readonly tag: Tag;
    readonly suffix: string;
    /** What each member says; left out: they go without saying. */
    readonly meanings?: Readonly<Record<string, string>>;
  },
  table: UnionTable<Union, Tag>,
): Readonly<Record<string, Schema>> {
  const { name, tag, suffix, meanings = {} } = union;
  const members = Object.entries<FieldsOf<object>>(table).map(([value, fields]) => {
    const tagged = { [tag]: { type: 'string', enum: [value] }, ...fields };
    const description = meanings[value];
    const about = description === undefined ? {} : { description };
    const schema = { ...about, ...toObject(tagged) };
    return { value, schema: `${pascal(value)}${suffix}`, fields: schema };
  });
  const mapping = members.map(({ value, schema }) => [value, `#/components/schemas/${schema}`]);
  return {
    [name]: {
      oneOf: members.map(({ schema }) => referenceTo(schema)),
      discriminator: { propertyName: tag, mapping: Object.fromEntries(mapping) },
    },
    ...Object.fromEntries(members.map(({ schema, fields }) => [schema, fields])),
  };
}

function pascal(kebab: string): string {
  return kebab.replaceAll(/(^|-)([a-z])/g, (_all, _dash, letter: string) => letter.toUpperCase());
}
