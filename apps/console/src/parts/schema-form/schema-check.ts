import { compileInputCheck } from '#definition';
import type { JsonValue } from '#protocol';

/** What is wrong, and where: a JSON pointer into the value, '' for the whole. */
export interface ValueFault {
  readonly path: string;
  readonly message: string;
}

export type ValueCheck = (value: JsonValue) => readonly ValueFault[];

/** Nobody waits for the check of a larger one; the conductor checks it anyway. */
const SCHEMA_CHARS_MAX = 100_000;
const MISSING = /^Instance does not have required property "(.*)"\.$/;

/** The conductor's own check, with its own limit of steps. */
export function valueCheckOf(schema: JsonValue): ValueCheck {
  if (JSON.stringify(schema).length > SCHEMA_CHARS_MAX) return () => [];
  const check = compiled(schema);
  return (value) => check(value).map(placed);
}

function compiled(schema: JsonValue): ValueCheck {
  try {
    return compileInputCheck(schema);
  } catch {
    // it is none that a definition may have: what fits it, only the conductor can say
    return () => [];
  }
}

/** What is missing is told where it is missing. */
function placed({ path, message }: ValueFault): ValueFault {
  const [, name] = MISSING.exec(message) ?? [];
  if (name === undefined) return { path, message: worded(message) };
  return { path: `${path}/${escaped(name)}`, message: 'has to be there' };
}

function worded(message: string): string {
  return message.replace(/^Instance (does not|is|type)/, 'it $1');
}

/** A name, as a part of a JSON pointer. */
export function escaped(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}
