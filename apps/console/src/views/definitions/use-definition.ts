import { useQuery } from '@tanstack/react-query';
import { api, dataOf } from '../../api/client';
import type { components } from '../../api/schema';

export type Definition = components['schemas']['Definition'];

/** A version of a definition: it never changes, but it may be retired. */
export function useDefinition(name: string, version: number | null) {
  return useQuery({
    queryKey: ['getDefinitionVersion', name, version],
    queryFn: ({ signal }): Promise<Definition> => {
      if (version === null) {
        return dataOf(api.GET('/v1/definitions/{name}', { params: { path: { name } }, signal }));
      }
      const params = { path: { name, version } };
      return dataOf(api.GET('/v1/definitions/{name}/versions/{version}', { params, signal }));
    },
  });
}

/** The part of an address that says which version; null: none, or none that there could be. */
export function versionIn(text: string | undefined): number | null {
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : null;
}
