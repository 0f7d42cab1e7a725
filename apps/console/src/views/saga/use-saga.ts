import { useQuery } from '@tanstack/react-query';
import { api, dataOf } from '../../api/client';
import type { components } from '../../api/schema';
import { useFresh } from '../../live/live';

export type Saga = components['schemas']['Saga'];

/** What is read again when the saga changes. */
const OF_SAGA = ['getSaga', 'listSagaActions', 'getSagaHistory', 'getSagaTimeline'];

/** One saga, as it is now and as it goes on. */
export function useSaga(id: string) {
  useFresh(OF_SAGA, id);
  return useQuery({
    queryKey: ['getSaga', id],
    queryFn: ({ signal }) =>
      dataOf(api.GET('/v1/sagas/{id}', { params: { path: { id } }, signal })),
  });
}

/** What its definition does, as a picture shows it. A version never changes. */
export function usePlan({ name, version }: Saga['definition']) {
  return useQuery({
    queryKey: ['getDefinitionPlan', name, version],
    queryFn: ({ signal }) => {
      const params = { path: { name, version } };
      return dataOf(api.GET('/v1/definitions/{name}/versions/{version}/plan', { params, signal }));
    },
    staleTime: Infinity,
  });
}
