import { useInfiniteQuery, useQueryClient, type InfiniteData } from '@tanstack/react-query';

/** As every list of the API answers. */
export interface Page<Item> {
  readonly items: readonly Item[];
  /** The cursor of the next page; null: there is none. */
  readonly next: string | null;
}

interface Reads<Item> {
  /** Begins with the operation id: who acts says by it what is read again. */
  readonly queryKey: readonly [string, ...unknown[]];
  readonly read: (cursor: { cursor?: string }, signal: AbortSignal) => Promise<Page<Item>>;
  /** In ms: it is read again this often; left out: only when somebody asks for it. */
  readonly refetchInterval?: number | false;
}

/** A list, page after page. `items`: what has been read so far. */
export function usePages<Item>({ queryKey, read, refetchInterval = false }: Reads<Item>) {
  const pages = useInfiniteQuery({
    // what is read in pages has another shape than what is read at once
    queryKey: [...queryKey, 'pages'],
    queryFn: ({ pageParam, signal }) =>
      read(pageParam === null ? {} : { cursor: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    refetchInterval,
  });
  return { ...pages, items: pages.data?.pages.flatMap(({ items }) => items) ?? [] };
}

type Pages = InfiniteData<unknown, unknown>;

interface Shown {
  readonly queryKey: readonly unknown[];
  readonly refetch: () => Promise<{ readonly isSuccess: boolean }>;
}

/**
 * Reads a list anew from the top; further pages come with More. What is shown stays until the new
 * rows are there. false: they could not be read.
 */
export function useFromTop(): (list: Shown) => Promise<boolean> {
  const queries = useQueryClient();
  return async ({ queryKey, refetch }) => {
    queries.setQueryData<Pages>(
      queryKey,
      (read) => read && { pages: read.pages.slice(0, 1), pageParams: read.pageParams.slice(0, 1) },
    );
    return (await refetch()).isSuccess;
  };
}
