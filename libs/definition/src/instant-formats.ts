import { format as formats } from '@cfworker/json-schema';
import { INSTANT_EXAMPLE, parseDay, parseInstant, type JsonValue } from '#protocol';

/*
 * `date-time` and `date` by the grammar of every other instant: what fits the schema can be waited
 * for. The validator's own ones take leap seconds and a space for the T. Ours have names of their
 * own in its table, which is one for all who use the package.
 */

interface OwnFormat {
  readonly name: string;
  readonly takes: (text: string) => boolean;
  readonly message: string;
}

const OWN: ReadonlyMap<JsonValue, OwnFormat> = new Map([
  [
    'date-time',
    {
      name: 'conductor:date-time',
      takes: (text) => parseInstant(text) !== null,
      message: `must be ${INSTANT_EXAMPLE}`,
    },
  ],
  [
    'date',
    {
      name: 'conductor:date',
      takes: (text) => parseDay(text) !== null,
      message: 'must be a day such as 2026-01-31',
    },
  ],
]);

/** The format as the validator is to know it. */
export function formatForValidator(format: JsonValue): JsonValue {
  const own = OWN.get(format);
  if (own === undefined) return format;
  formats[own.name] ??= own.takes;
  return own.name;
}

/** What the validator says of a format, without names that nobody wrote. */
export function messageOfFormat(said: string): string {
  const own = [...OWN.values()].find(({ name }) => said.includes(`"${name}"`));
  return own?.message ?? said;
}
