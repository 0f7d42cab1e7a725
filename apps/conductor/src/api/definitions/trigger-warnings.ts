import { definitionTellingOf, type DefinitionWarning, type SagaDefinition } from '#saga-core';
import type { DefinitionCatalog } from '#saga-runtime';

/** Triggers followed from one to the next. */
const HOPS_MAX = 20;

/**
 * Sagas that start each other by what is told of their lives: each round has its own keys, or it
 * never ends. What starts itself is refused before. @throws StoreUnavailableError
 */
export async function triggerWarnings(
  { name, trigger }: SagaDefinition,
  catalog: DefinitionCatalog,
): Promise<readonly DefinitionWarning[]> {
  const path = [name];
  let event = trigger?.event;
  while (event !== undefined && path.length < HOPS_MAX) {
    const teller = definitionTellingOf(event);
    if (teller === null) return [];
    path.push(teller);
    if (teller === name) {
      const message = `these sagas start each other, without end: ${path.reverse().join(' → ')}`;
      return [{ path: '/trigger/event', rule: 'trigger-cycle', message }];
    }
    event = await triggerOf(teller, catalog);
  }
  return [];
}

async function triggerOf(name: string, catalog: DefinitionCatalog): Promise<string | undefined> {
  const resolution = await catalog.resolve(name, null);
  if (resolution.type !== 'found') return undefined;
  return (await catalog.load(name, resolution.version))?.trigger?.event;
}
