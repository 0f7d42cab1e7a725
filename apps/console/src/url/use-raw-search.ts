import { useSearch } from 'wouter/use-browser-location';

/**
 * The query of the address as it is written there, for the router, which decodes it once. Whoever
 * reads its values decodes them again: without this, `100%25` would come out as a broken `100%`.
 */
export function useRawSearch(): string {
  return useSearch().replaceAll('%', '%25');
}
