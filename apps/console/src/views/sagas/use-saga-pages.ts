import { useInfiniteQuery, useQueryClient, type InfiniteData } from '@tanstack/react-query';
import { useCallback, useMemo, useRef } from 'react';
import { api, dataOf } from '../../api/client';
import type { components } from '../../api/schema';
import { useChanges, useReset, type SagaChange } from '../../live/live';
import { queryOf } from '../../url/filter-url';
import { useFreshSagas } from './use-fresh-sagas';

export type ListedSaga = components['schemas']['SagaSummary'];
type Pages = InfiniteData<components['schemas']['SagaPage'], string | null>;

const PAGE = 50;

/** The sagas that the filter means, page after page. What changes is seen where it stands. */
export function useSagaPages(text: string) {
  const key = useMemo(() => ['listSagas', text], [text]);
  const queries = useQueryClient();
  const listed = useRef<ReadonlySet<string>>(new Set());
  const isListed = useCallback((id: string) => listed.current.has(id), []);
  const { fresh, forget } = useFreshSagas(text, isListed);
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
  });
  const onChange = useCallback(
    (change: SagaChange) => {
      if (!isListed(change.sagaId)) return;
      queries.setQueryData<Pages>(key, (pages) => pages && withChange(pages, change));
    },
    [isListed, key, queries],
  );
  useChanges(onChange);
  // the rows stay where they are, as they are by now
  useReset(useCallback(() => void queries.invalidateQueries({ queryKey: key }), [key, queries]));
  const sagas = useMemo(() => list.data?.pages.flatMap(({ items }) => items) ?? [], [list.data]);
  listed.current = new Set(sagas.map(({ id }) => id));
  const showFresh = (): void => {
    forget();
    void queries.resetQueries({ queryKey: key });
    void queries.invalidateQueries({ queryKey: ['countSagas', text] });
  };
  return { list, sagas, freshCount: fresh.size, showFresh };
}

/** What the change tells is seen at once. */
function withChange(pages: Pages, change: SagaChange): Pages {
  const update = (saga: ListedSaga): ListedSaga => {
    const isNewer = saga.id === change.sagaId && change.version > saga.version;
    if (!isNewer) return saga;
    const { version, status, at, waiting } = change;
    return { ...saga, version, status, updatedAt: at, waiting };
  };
  return {
    ...pages,
    pages: pages.pages.map((page) => ({ ...page, items: page.items.map(update) })),
  };
}
