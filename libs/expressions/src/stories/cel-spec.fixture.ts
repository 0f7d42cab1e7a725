import { readFileSync } from 'node:fs';
import type { JsonValue } from '#protocol';
import { compileMapping } from '../compile/mapping.js';
import { ExpressionError } from '../evaluate/expression-error.js';
import { readToken, type Token } from '../parse/lexer.js';
import { scopeWith, NOTHING_KNOWN } from './expression.fixture.js';

/** A value of the specification's, which says its kind: `{ "int64": "1" }`. */
type SpecValue = Readonly<Record<string, unknown>>;

export interface SpecCase {
  /** `section/test`. */
  readonly name: string;
  readonly expr: string;
  readonly variables: readonly string[];
  readonly bindings: readonly (readonly [string, SpecValue])[];
  /** Left out: it fails, whatever the reason. */
  readonly value?: SpecValue;
  readonly container?: string;
}

export const SPEC_FILES = [
  ...['basic', 'comparisons', 'conversions', 'fields', 'fp_math', 'integer_math', 'lists', 'logic'],
  ...['macros', 'macros2', 'namespace', 'parse', 'plumbing', 'string', 'string_ext', 'timestamps'],
] as const;

export type SpecFile = (typeof SPEC_FILES)[number];

/** As `scripts/cel-spec.mjs` wrote them. */
export function casesIn(file: SpecFile): readonly SpecCase[] {
  const text = readFileSync(new URL(`./cel-spec/${file}.json`, import.meta.url), 'utf8');
  return JSON.parse(text) as readonly SpecCase[];
}

/** What a case is about that JSON does not have, and expressions neither. */
export const ABSENT = ['messages', 'unsigned', 'bytes', 'types'] as const;
export type Absent = (typeof ABSENT)[number];

const MESSAGE_NAMES = /^(TestAllTypes|google|GlobalEnum|cel|proto[23])$/;
const TYPE_NAMES = /^(bool|int|double|string|list|map|null_type)$/;

/** null: nothing, it is one of the core. */
export function absentIn({ expr, value = {}, bindings, container = '' }: SpecCase): Absent | null {
  const tokens = tokensOf(expr);
  const names = tokens.filter(({ type }) => type === 'name').map(({ text }) => text);
  const kinds = JSON.stringify([value, bindings]);
  const literals = tokens.map((token) => JSON.stringify(unavailableIn(token)));
  const has = (what: string) => literals.includes(JSON.stringify(what));
  if (names.some((name) => MESSAGE_NAMES.test(name)) || /"(message|enum)":/.test(kinds)) {
    return 'messages';
  }
  if (container.includes('proto')) return 'messages';
  if (has('unsigned') || names.includes('uint') || kinds.includes('"uint64":')) return 'unsigned';
  if (has('bytes') || names.includes('bytes') || kinds.includes('"bytes":')) return 'bytes';
  const [only] = names;
  const isType = tokens.length === 1 && only !== undefined && TYPE_NAMES.test(only);
  return names.includes('type') || kinds.includes('"type":') || isType ? 'types' : null;
}

function unavailableIn({ value }: Token): string | null {
  return typeof value === 'object' && value !== null ? value.unavailable : null;
}

/** Up to where it cannot be read any more. */
function tokensOf(expr: string): readonly Token[] {
  const tokens: Token[] = [];
  try {
    for (let at = 0; ;) {
      const token = readToken(expr, at);
      if (token.type === 'end') return tokens;
      tokens.push(token);
      at = token.end;
    }
  } catch {
    // a case may be about what cannot be read
    return tokens;
  }
}

/** The same in JSON; undefined: JSON has no such value. */
export function jsonOf(value: SpecValue): JsonValue | undefined {
  const [[kind, content] = ['']] = Object.entries(value);
  switch (kind) {
    case 'null':
      return null;
    case 'bool':
    case 'string':
      return content as JsonValue;
    case 'int64': {
      const number = Number(content);
      return String(number) === content ? number : undefined;
    }
    case 'double':
      // JSON has one zero, and no number that is none
      return typeof content === 'number' ? content + 0 : undefined;
    case 'list': {
      const items = (content as readonly SpecValue[]).map(jsonOf);
      return items.includes(undefined) ? undefined : (items as JsonValue);
    }
    case 'map': {
      const members = content as readonly (readonly [SpecValue, SpecValue])[];
      const known = members.map(([key, each]) => [key['string'], jsonOf(each)]);
      const isJson = known.every(([key, each]) => typeof key === 'string' && each !== undefined);
      return isJson ? (Object.fromEntries(known) as JsonValue) : undefined;
    }
    default:
      return undefined;
  }
}

export type Outcome = { readonly value: JsonValue } | { readonly fault: string };

/** What a definition's mapping makes of it: refused when posted, failed, or a value. */
export function outcomeOf({ expr, bindings }: SpecCase): Outcome {
  const faults: string[] = [];
  const mapping = compileMapping(`\${${expr}}`, {
    path: '',
    visible: { known: new Set(), before: null, variables: bindings.map(([name]) => name) },
    report: (_, rule, message) => void faults.push(`${rule}: ${message}`),
    types: NOTHING_KNOWN,
    warn: () => undefined,
  });
  if (mapping === null) return { fault: faults.join('; ') };
  const variables = bindings.map(([, value]) => jsonOf(value) ?? null);
  try {
    return { value: mapping({ ...scopeWith({}), variables }) };
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    return { fault: error.message };
  }
}
