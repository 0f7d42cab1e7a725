import { useCallback } from 'react';
import { useLocation, useSearch } from 'wouter';

/** A part of what is seen that is in the query of the address, such as the panel that is open. */
interface Param {
  /** null: it is not there. */
  readonly value: string | null;
  /** The address with another value; null: without it. */
  readonly hrefOf: (value: string | null) => string;
  /** Goes there, without a step that "back" would go through. */
  readonly set: (value: string | null) => void;
}

export function useParam(name: string): Param {
  const search = useSearch();
  const [location, navigate] = useLocation();
  const hrefOf = useCallback(
    (value: string | null): string => {
      const params = new URLSearchParams(search);
      if (value === null) params.delete(name);
      else params.set(name, value);
      const query = params.toString();
      return query === '' ? location : `${location}?${query}`;
    },
    [search, location, name],
  );
  const set = useCallback(
    (value: string | null) => navigate(hrefOf(value), { replace: true }),
    [navigate, hrefOf],
  );
  return { value: new URLSearchParams(search).get(name), hrefOf, set };
}
