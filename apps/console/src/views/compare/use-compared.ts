import { useQuery } from '@tanstack/react-query';
import { api, dataOf } from '../../api/client';
import type { components } from '../../api/schema';
import { tracesOf, type HistoryEntry, type StepTrace } from './step-trace';

export type Saga = components['schemas']['Saga'];

/** One of the two. */
export interface Side {
  readonly saga: Saga;
  readonly traces: readonly StepTrace[];
  /** Only the beginning of its history was read: it is a long one. */
  readonly isCut: boolean;
}

const PAGES_MAX = 5;

/** Reads a saga with what its history says of its steps. `id` null: there is none to read. */
export function useSide(id: string | null) {
  return useQuery({
    queryKey: ['getSaga', id, 'compared'],
    queryFn: async ({ signal }): Promise<Side> => {
      const params = { path: { id: id ?? '' } };
      const [saga, { items, isCut }] = await Promise.all([
        dataOf(api.GET('/v1/sagas/{id}', { params, signal })),
        historyOf(id ?? '', signal),
      ]);
      return { saga, traces: tracesOf(saga, items), isCut };
    },
    enabled: id !== null,
  });
}

async function historyOf(id: string, signal: AbortSignal) {
  const items: HistoryEntry[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < PAGES_MAX; page++) {
    const params = { path: { id }, query: { ...(cursor !== undefined && { cursor }) } };
    const read = await dataOf(api.GET('/v1/sagas/{id}/history', { params, signal }));
    items.push(...read.items);
    if (read.next === null) return { items, isCut: false };
    cursor = read.next;
  }
  return { items, isCut: true };
}

/** The newest saga of a definition that completed, if not this one; null: there is none. */
export function useLastGood(saga: Saga | undefined) {
  const { name } = saga?.definition ?? {};
  return useQuery({
    queryKey: ['listSagas', 'last-good', name, saga?.id],
    queryFn: async ({ signal }) => {
      const query = { definition: name ?? '', status: 'completed', limit: 2 };
      const { items } = await dataOf(api.GET('/v1/sagas', { params: { query }, signal }));
      return items.find(({ id }) => id !== saga?.id)?.id ?? null;
    },
    enabled: name !== undefined,
  });
}
