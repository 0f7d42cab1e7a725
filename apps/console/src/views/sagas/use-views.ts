import { useQuery } from '@tanstack/react-query';
import { api, dataOf } from '../../api/client';
import type { components } from '../../api/schema';

export type SavedView = components['schemas']['SavedView'];

/** Filters that people saved, as far as this caller sees them. */
export function useViews() {
  return useQuery({
    queryKey: ['listViews'],
    queryFn: ({ signal }) => dataOf(api.GET('/v1/views', { signal })),
    staleTime: 30_000,
  });
}
