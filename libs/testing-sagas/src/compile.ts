import { compileDefinition, type SagaDefinition } from '#definition';

export function compile(document: object, version = 1): SagaDefinition {
  const result = compileDefinition(document, version);
  if (result.ok) return result.definition;
  throw new Error(`the definition is not valid: ${JSON.stringify(result.faults, null, 2)}`);
}
