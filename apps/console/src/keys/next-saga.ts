import type { QueryClient } from '@tanstack/react-query';

interface Pages {
  readonly pages: readonly { readonly items: readonly { readonly id: string }[] }[];
}

/** The saga after or before this one in the list in which it was seen last; null: there is none. */
export function nextSaga(queries: QueryClient, sagaId: string, by: 1 | -1): string | null {
  const lists = queries
    .getQueryCache()
    .getAll()
    .filter(({ queryKey }) => String(queryKey[0]).startsWith('listSagas'))
    .toSorted((one, other) => other.state.dataUpdatedAt - one.state.dataUpdatedAt)
    .map(({ state }) => idsIn(state.data));
  const ids = lists.find((each) => each.includes(sagaId)) ?? [];
  return ids[ids.indexOf(sagaId) + by] ?? null;
}

function idsIn(data: unknown): readonly string[] {
  const { pages } = (data ?? {}) as Partial<Pages>;
  return (pages ?? []).flatMap(({ items }) => items.map(({ id }) => id));
}
