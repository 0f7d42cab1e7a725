import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useMemo, useRef } from 'react';
import { api, dataOf } from '../../api/client';
import type { components } from '../../api/schema';
import { useFromTop } from '../../api/use-pages';
import type { Latest } from '../../live/latest';
import { POLL_MS, useReset, useStreamState, type SagaChange } from '../../live/live';
import { useLatest } from '../../live/use-latest';
import { queryOf } from '../../url/filter-url';
import { useFreshSagas } from './use-fresh-sagas';

export type ListedSaga = components['schemas']['SagaSummary'];

const PAGE = 50;

/** The sagas that the filter means, page after page. What changes is seen where it stands. */
export function useSagaPages(text: string) {
  const key = useMemo(() => ['listSagas', text], [text]);
  const queries = useQueryClient();
  const readFromTop = useFromTop();
  const listed = useRef<ReadonlySet<string>>(new Set());
  const isListed = useCallback((id: string) => listed.current.has(id), []);
  // ids tell the order of the list
  const lastId = useRef('');
  const isBelow = useCallback((id: string) => id < lastId.current, []);
  const [latest, changeCount] = useLatest(isListed);
  const { fresh, forget } = useFreshSagas(text, { isListed, isBelow });
  const isLost = useStreamState().is === 'lost';
  const list = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam, signal }) => {
      const cursor = pageParam === null ? {} : { cursor: pageParam };
      const query = { ...queryOf(text), limit: PAGE, ...cursor };
      return dataOf(api.GET('/v1/sagas', { params: { query }, signal }));
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    staleTime: Infinity,
    refetchInterval: isLost ? POLL_MS : false,
  });
  // the rows stay where they are, as they are by now
  useReset(useCallback(() => void queries.invalidateQueries({ queryKey: key }), [key, queries]));
  const sagas = useMemo(() => {
    const read = list.data?.pages.flatMap(({ items }) => items) ?? [];
    return read.map((saga) => asOfNow(saga, latest));
    // the number tells that one of them has changed
  }, [list.data, latest, changeCount]);
  listed.current = new Set(sagas.map(({ id }) => id));
  lastId.current = (list.hasNextPage && sagas.at(-1)?.id) || '';
  // while they cannot be read, they stay new
  const showFresh = async (): Promise<void> => {
    if (await readFromTop({ queryKey: key, refetch: list.refetch })) forget(fresh);
    void queries.invalidateQueries({ queryKey: ['countSagas', text] });
  };
  const freshCount = useMemo(
    () => [...fresh].filter((id) => !isListed(id)).length,
    [fresh, sagas, isListed],
  );
  return { list, sagas, freshCount, showFresh };
}

/** What was told of it since it was read is seen at once, and stays when more is read. */
function asOfNow(saga: ListedSaga, latest: Latest<SagaChange>): ListedSaga {
  const change = latest.since(saga.id, saga.version);
  if (change === undefined) return saga;
  const { version, status, at, waiting } = change;
  return { ...saga, version, status, updatedAt: at, waiting };
}
