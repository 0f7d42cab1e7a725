import { useCallback } from 'react';
import { useLocation, useSearch } from 'wouter';

/** The version of the saga that is looked at, which the address has. */
export interface At {
  /** null: it is shown as it is now. */
  readonly version: number | null;
  /** Looks at another; null: at what is now. "Back" leads to before the first of them. */
  readonly go: (version: number | null) => void;
}

export function useAt(): At {
  const search = useSearch();
  const [location, navigate] = useLocation();
  const version = versionIn(search);
  const go = useCallback(
    (next: number | null): void => {
      const query = new URLSearchParams(search);
      if (next === null) query.delete('at');
      else query.set('at', String(next));
      const text = query.toString();
      const isOnTheWay = version !== null && next !== null;
      navigate(text === '' ? location : `${location}?${text}`, { replace: isOnTheWay });
    },
    [search, version, location, navigate],
  );
  return { version, go };
}

/** null: the address has none, or something else than a version. */
export function versionIn(search: string): number | null {
  const text = new URLSearchParams(search).get('at') ?? '';
  return /^[1-9]\d{0,9}$/.test(text) ? Number(text) : null;
}
