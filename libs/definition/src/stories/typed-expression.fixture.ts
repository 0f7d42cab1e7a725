import {
  inferType,
  jsonTypeOf,
  KIND,
  NO_GUARDS,
  parseCel,
  typeOfSchema,
  UNKNOWN,
  type ValueType,
} from '#expressions';
import type { JsonObject, JsonValue } from '#protocol';
import { compileDefinition } from '../compile/compile-definition.js';
import type { CommandStep } from '../model/saga-definition.js';

export interface Findings {
  /** `<rule>: <message>` */
  readonly faults: readonly string[];
  /** Rules. */
  readonly warnings: readonly string[];
}

/** What is found in an expression, given without `${` and `}`, over an input of this schema. */
export function findingsIn(expression: string, inputSchema: JsonValue): Findings {
  const result = compileDefinition(documentOf(expression, inputSchema), 1);
  if (!result.ok) {
    return {
      faults: result.faults.map(({ rule, message }) => `${rule}: ${message}`),
      warnings: [],
    };
  }
  return { faults: [], warnings: result.definition.warnings.map(({ rule }) => rule) };
}

/** What the types are not asked about; null: it cannot be run at all. */
export function compileUntyped(expression: string, inputSchema: JsonValue) {
  const result = compileDefinition(documentOf(expression, inputSchema), 1, { isStored: true });
  if (!result.ok) return null;
  const { checkInput, steps } = result.definition;
  const { input: mapping } = steps[0] as CommandStep;
  const evaluate = (input: JsonValue): JsonValue => {
    const scope = { input, saga: { id: 's-1', key: 'o-1' }, steps: {} };
    const { value = null } = mapping(scope) as JsonObject;
    return value;
  };
  return { fits: (input: JsonValue) => checkInput(input).length === 0, evaluate };
}

/** Rules, for a command that is given this in a property; null: it cannot be given. */
export function warningsForInput(value: JsonValue, of: JsonValue): readonly string[] | null {
  const $defs = (of as { readonly $defs?: JsonValue }).$defs ?? {};
  const schema = { properties: { value: of }, $defs };
  const input = { value };
  const steps = [{ name: 'only', command: 'shop.act', compensation: 'none', input }];
  const inputSchemas = new Map([['shop.act', schema]]);
  const result = compileDefinition({ name: 'typed', steps }, 1, { inputSchemas });
  return result.ok ? result.definition.warnings.map(({ rule }) => rule) : null;
}

function documentOf(expression: string, inputSchema: JsonValue): JsonObject {
  const input = { value: `\${${expression}}` };
  return {
    name: 'typed',
    inputSchema,
    steps: [{ name: 'only', command: 'shop.act', compensation: 'none', input }],
  };
}

/** As JSON: what a mapping gives. */
export function typeOf(expression: string, inputSchema: JsonValue): ValueType {
  const parsed = parseCel(expression);
  if (!parsed.ok) throw new Error(parsed.message);
  const types = {
    input: typeOfSchema(inputSchema),
    outputOf: () => UNKNOWN,
    variables: new Map<string, ValueType>(),
    guards: NO_GUARDS,
  };
  const findings = { fault: () => undefined, warn: () => undefined };
  return jsonTypeOf(inferType(parsed.ast, types, findings));
}

/** The type allows the value, and all that is within. */
export function allows(type: ValueType, value: JsonValue): boolean {
  if ((type.kinds & kindOf(value)) === 0) return false;
  if (Array.isArray(value)) {
    return value.every((each: JsonValue) => allows(type.items(), each));
  }
  if (value === null || typeof value !== 'object') return true;
  return Object.entries(value).every(([name, each]: [string, JsonValue]) =>
    allows(type.property(name).type, each),
  );
}

function kindOf(value: JsonValue): number {
  if (value === null) return KIND.null;
  if (Array.isArray(value)) return KIND.list;
  return KIND[typeof value as 'boolean' | 'number' | 'string' | 'object'];
}
