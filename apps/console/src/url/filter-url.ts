import { useLocation, useSearch } from 'wouter';
import { formatFilter, parseFilter, type FilterFault, type SagaFilter } from '#filters';
import { canonicalFilter } from './filter-text';

/** The filter in the address of the page, and the text of it that the API takes. */
export interface UrlFilter {
  readonly text: string;
  readonly filter: SagaFilter | null;
  readonly faults: readonly FilterFault[];
  /** Leads to the list that this filter gives. */
  readonly choose: (filter: SagaFilter | string) => void;
}

export function useUrlFilter(): UrlFilter {
  const text = canonicalFilter(useSearch());
  const [location, navigate] = useLocation();
  const { filter, faults } = parseFilter(text);
  const choose = (next: SagaFilter | string): void => {
    const query = typeof next === 'string' ? next : formatFilter(next);
    navigate(query === '' ? location : `${location}?${query}`);
  };
  return { text, filter, faults: faults ?? [], choose };
}

/** As the generated client takes a query: the values by name. */
export function queryOf(text: string): Readonly<Record<string, string>> {
  return Object.fromEntries(new URLSearchParams(text));
}
