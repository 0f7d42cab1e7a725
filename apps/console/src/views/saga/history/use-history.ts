import { useInfiniteQuery, type InfiniteData } from '@tanstack/react-query';
import { useMemo } from 'react';
import { api, dataOf } from '../../../api/client';
import type { components } from '../../../api/schema';
import { happeningOf, type Happening } from './happening';

type HistoryPage = components['schemas']['HistoryPage'];

/** The first page is there soon; whoever reads on reads much. */
const PAGE = { first: 200, next: 1_000 } as const;

/** What happened to a saga, as far as it has been read. */
export interface History {
  readonly happenings: readonly Happening[];
  readonly isPending: boolean;
  readonly error: Error | null;
  readonly hasMore: boolean;
  readonly isReading: boolean;
  /**
   * Whoever needs more may read on by themselves: not once a page could not be read, which would be
   * asked for without end.
   */
  readonly mayReadOn: boolean;
  /** Reads the next page; does nothing while one is read. */
  readonly readMore: () => void;
  readonly readAgain: () => void;
}

/** Page after page, in order. What was read stays: only its end is read again. */
export function useHistory(sagaId: string): History {
  const pages = useInfiniteQuery({
    queryKey: ['getSagaHistory', sagaId],
    queryFn: async ({ pageParam, signal, client, queryKey }) => {
      const known = client.getQueryData<InfiniteData<HistoryPage, string | null>>(queryKey);
      const page = known?.pages[known.pageParams.indexOf(pageParam)];
      // nothing is ever added to a page that is full
      if (page !== undefined && page.next !== null) return page;
      const query =
        pageParam === null
          ? { limit: String(PAGE.first) }
          : { limit: String(PAGE.next), cursor: pageParam };
      const params = { path: { id: sagaId }, query: query as never };
      return dataOf(api.GET('/v1/sagas/{id}/history', { params, signal }));
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
  });
  const { data, hasNextPage, isFetching, fetchNextPage, refetch } = pages;
  const happenings = useMemo(() => (data?.pages ?? []).flatMap(happeningsOf), [data]);
  return {
    happenings,
    isPending: pages.isPending,
    error: pages.error,
    hasMore: hasNextPage,
    isReading: isFetching,
    mayReadOn: hasNextPage && !isFetching && pages.error === null,
    readMore: () => void (hasNextPage && !isFetching && fetchNextPage()),
    readAgain: () => void refetch(),
  };
}

const READ = new WeakMap<HistoryPage, readonly Happening[]>();

/** The same page gives the same objects: who remembers something of one finds it again. */
function happeningsOf(page: HistoryPage): readonly Happening[] {
  const known = READ.get(page);
  if (known !== undefined) return known;
  const happenings = page.items.map(happeningOf);
  READ.set(page, happenings);
  return happenings;
}
