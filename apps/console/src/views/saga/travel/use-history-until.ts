import { useMemo } from 'react';
import type { History } from '../history/use-history';
import type { Saga } from '../use-saga';

/** What had happened when the saga was what it is shown as. */
export function useHistoryUntil(
  history: History,
  { version, updatedAt }: Pick<Saga, 'version' | 'updatedAt'>,
  isPast: boolean,
): History {
  const { happenings: all, hasMore, mayReadOn } = history;
  const happenings = useMemo(() => {
    if (!isPast) return all;
    const then = Date.parse(updatedAt);
    return all.filter((each) =>
      each.version === null ? each.at <= then : each.version <= version,
    );
  }, [all, version, updatedAt, isPast]);
  // what is not read yet comes after what is
  const isWhole = happenings.length < all.length;
  return {
    ...history,
    happenings,
    hasMore: hasMore && !isWhole,
    mayReadOn: mayReadOn && !isWhole,
  };
}
