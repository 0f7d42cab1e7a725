import type { JsonObject } from '#protocol';
import { compileDefinition } from '../compile/compile-definition.js';
import type { CommandStep, SagaDefinition } from '../model/saga-definition.js';

/** A compensatable step without anything to undo. */
export function step(name: string, more: JsonObject = {}): JsonObject {
  return { name, command: `shop.${name.toLowerCase()}`, compensation: 'none', ...more };
}

/** The smallest definition that is valid, and more. */
export function document(more: JsonObject = {}): JsonObject {
  return { name: 'sale', steps: [step('a')], ...more };
}

export function compile(posted: unknown): SagaDefinition {
  const result = compileDefinition(posted, 3);
  if (result.ok) return result.definition;
  throw new Error(JSON.stringify(result.faults, null, 2));
}

/** Its steps, all of which send commands. */
export function commandsOf({ steps }: SagaDefinition): readonly CommandStep[] {
  return steps.map((each) => {
    if (each.type === 'command') return each;
    throw new Error(`${each.name} is of type ${each.type}`);
  });
}

/** `<rule> <path>` of each fault, in the order they were found. */
export function faultsOf(posted: unknown): readonly string[] {
  const result = compileDefinition(posted, 3);
  return result.ok ? [] : result.faults.map(({ rule, path }) => `${rule} ${path}`);
}

/** `<rule> <path>` of each warning; the document has to be valid. */
export function warningsIn(posted: JsonObject): readonly string[] {
  const result = compileDefinition(posted, 1);
  expect(result).toMatchObject({ ok: true });
  return result.ok ? result.definition.warnings.map(({ rule, path }) => `${rule} ${path}`) : [];
}

/** What the warnings say. */
export function messageIn(posted: JsonObject): string {
  const result = compileDefinition(posted, 1);
  return result.ok ? result.definition.warnings.map(({ message }) => message).join('\n') : '';
}
