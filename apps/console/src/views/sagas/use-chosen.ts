import { useCallback, useMemo, useRef, useSyncExternalStore } from 'react';

/** Rows that somebody chose. */
export type Chosen =
  | { readonly kind: 'these'; readonly ids: ReadonlySet<string> }
  /** All that the filter means, also those that are not in the list yet. */
  | { readonly kind: 'all' };

const NAME = 'chosen';
const CHANGES = ['hashchange', 'popstate', 'pushState', 'replaceState'];

function subscribe(reader: () => void): () => void {
  for (const name of CHANGES) addEventListener(name, reader);
  return () => {
    for (const name of CHANGES) removeEventListener(name, reader);
  };
}

/**
 * Which rows are chosen, in the fragment of the address: a link shows the same, and so does the way
 * back. `shown`: the ids in the list, in order.
 */
export function useChosen(shown: readonly string[]) {
  const hash = useSyncExternalStore(subscribe, () => location.hash);
  const chosen = useMemo(() => chosenIn(hash), [hash]);
  const list = useRef(shown);
  list.current = shown;
  const last = useRef<string | null>(null);
  const choose = useCallback((id: string, isRange: boolean): void => {
    const now = chosenIn(location.hash);
    const ids = new Set(now.kind === 'these' ? now.ids : list.current);
    const isOn = !ids.has(id);
    for (const each of isRange ? between(list.current, last.current, id) : [id]) {
      if (isOn) ids.add(each);
      else ids.delete(each);
    }
    last.current = id;
    write({ kind: 'these', ids });
  }, []);
  return { chosen, choose, set: write };
}

function chosenIn(hash: string): Chosen {
  const text = new URLSearchParams(hash.slice(1)).get(NAME) ?? '';
  if (text === 'all') return { kind: 'all' };
  return { kind: 'these', ids: new Set(text.split(',').filter((id) => id !== '')) };
}

function write(chosen: Chosen): void {
  const parts = new URLSearchParams(location.hash.slice(1));
  parts.delete(NAME);
  const text = chosen.kind === 'all' ? 'all' : [...chosen.ids].join(',');
  const kept = [...parts.keys()];
  const fragment = [...kept, ...(text === '' ? [] : [`${NAME}=${text}`])].join('&');
  const hash = fragment === '' ? '' : `#${fragment}`;
  history.replaceState(history.state, '', `${location.pathname}${location.search}${hash}`);
}

/** Both ends, and what stands between them. `from` null: only the other one. */
function between(ids: readonly string[], from: string | null, to: string): readonly string[] {
  const start = from === null ? -1 : ids.indexOf(from);
  const end = ids.indexOf(to);
  if (start === -1) return [to];
  return ids.slice(Math.min(start, end), Math.max(start, end) + 1);
}
