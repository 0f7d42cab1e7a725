import type { JsonValue } from '#protocol';
import { type DefinitionFault, FaultList } from '../model/definition-fault.js';
import { checkInputSchema } from './input-schema-rules.js';

/**
 * What is wrong with a schema by the rules of `inputSchema`, each with its JSON Pointer into the
 * schema; empty: types and checks can be made of it.
 */
export function schemaFaults(schema: JsonValue): readonly DefinitionFault[] {
  const faults = new FaultList();
  checkInputSchema(schema, { path: '', countsLists: false }, faults);
  return faults.faults;
}
