import type { DefinitionCatalog } from '#ports';

/** The catalog as a caller sees it who may see these definitions; null: all. */
export function catalogOf(
  catalog: DefinitionCatalog,
  seen: readonly string[] | null,
): DefinitionCatalog {
  if (seen === null) return catalog;
  const isSeen = ({ name }: { readonly name: string }): boolean => seen.includes(name);
  return {
    load: async (name, version) => (isSeen({ name }) ? catalog.load(name, version) : null),
    resolve: async (name, version) =>
      isSeen({ name }) ? catalog.resolve(name, version) : { type: 'unknown' },
    triggeredBy: async (event) => (await catalog.triggeredBy(event)).filter(isSeen),
    triggerEvents: () => catalog.triggerEvents(),
  };
}
