import { useQuery } from '@tanstack/react-query';
import { api, dataOf } from '../../api/client';

/** All versions of a definition, the newest first. */
export function useVersions(name: string) {
  return useQuery({
    queryKey: ['getDefinition', name],
    queryFn: ({ signal }) =>
      dataOf(api.GET('/v1/definitions/{name}', { params: { path: { name } }, signal })),
    select: ({ versions }) => [...versions].sort((a, b) => b.version - a.version),
  });
}
