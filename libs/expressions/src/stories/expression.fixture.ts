import type { Scope } from '../evaluate/scope.js';
import type { JsonValue } from '#protocol';
import { compileMapping } from '../compile/mapping.js';
import { NO_GUARDS } from '../types/guards.js';
import { UNKNOWN, type ValueType } from '../types/value-type.js';

/** A saga whose step `skipped` was skipped. */
export function scopeWith(input: JsonValue): Scope {
  return {
    input,
    saga: { id: 's-1', key: 'o-1' },
    steps: {
      pay: { output: { id: 'p-1', amount: 12.5 }, status: 'succeeded' },
      skipped: { output: null, status: 'skipped' },
      later: { output: { secret: 1 }, status: 'pending' },
    },
  };
}

const VISIBLE = {
  known: new Set(['pay', 'skipped', 'later']),
  before: new Set(['pay', 'skipped']),
};

/** Nothing is known about the types of the input and the outputs. */
export const NOTHING_KNOWN = {
  input: UNKNOWN,
  outputOf: () => UNKNOWN,
  variables: new Map<string, ValueType>(),
  guards: NO_GUARDS,
};

/** What a template gives with this input. @throws ExpressionError, or when it does not compile */
export function fill(template: JsonValue, input: JsonValue = {}): JsonValue {
  const { mapping, rules } = tryCompile(template);
  if (mapping === null) throw new Error(`does not compile: ${rules.join(', ')}`);
  return mapping(scopeWith(input));
}

/** `fill` of one expression, given without `${` and `}`. */
export function evaluate(expression: string, input: JsonValue = {}): JsonValue {
  return fill(`\${${expression}}`, input);
}

/** `<rule> <path>` of each fault. */
export function rulesBrokenBy(template: JsonValue): readonly string[] {
  return tryCompile(template).rules;
}

export function messagesFor(template: JsonValue): readonly string[] {
  return tryCompile(template).messages;
}

function tryCompile(template: JsonValue) {
  const rules: string[] = [];
  const messages: string[] = [];
  const report = (path: string, rule: string, message: string): void => {
    rules.push(`${rule} ${path}`);
    messages.push(message);
  };
  const place = { path: '', visible: VISIBLE, report, types: NOTHING_KNOWN, warn: () => undefined };
  const mapping = compileMapping(template, place);
  return { mapping, rules, messages };
}
