import { useCallback, useEffect, useRef, useState } from 'react';
import { api, dataOf } from '../../api/client';
import { useChanges, type SagaChange } from '../../live/live';
import { queryOf } from '../../url/filter-url';

/** Sagas that changed are looked for together, at most this often and so many. */
const LOOK_EVERY_MS = 1_000;
const LOOK_MAX = 100;
/** In an hour of many changes no more are remembered: whoever asks for them reads the list anew. */
const CHANGED_MAX = 1_000;
export const FRESH_MAX = 1_000;

/** What the list shows. Each has to be the same function each time. */
interface List {
  readonly isListed: (id: string) => boolean;
  /** Whether it comes with what is read next, by More. */
  readonly isBelow: (id: string) => boolean;
}

/** Sagas that the filter means by now and that are not in the list yet; `forget` those that are. */
export function useFreshSagas(text: string, { isListed, isBelow }: List) {
  const [fresh, setFresh] = useState<ReadonlySet<string>>(new Set());
  const changed = useRef(new Set<string>());
  const onChange = useCallback(
    ({ sagaId }: SagaChange) => {
      if (isListed(sagaId) || changed.current.size >= CHANGED_MAX) return;
      changed.current.add(sagaId);
    },
    [isListed],
  );
  useChanges(onChange);
  useEffect(() => {
    const look = async (): Promise<void> => {
      const ids = [...changed.current].slice(0, LOOK_MAX);
      if (ids.length === 0) return;
      for (const id of ids) changed.current.delete(id);
      const found = (await meant(text, ids)).filter((id) => !isBelow(id));
      if (found.length === 0) return;
      setFresh((known) => new Set([...known, ...found].slice(0, FRESH_MAX)));
    };
    let isLooking = false;
    const lookAgain = async (): Promise<void> => {
      if (isLooking) return;
      isLooking = true;
      await look().catch(() => undefined);
      isLooking = false;
    };
    const timer = setInterval(() => void lookAgain(), LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, [text, isBelow]);
  const forget = (shown: ReadonlySet<string>): void =>
    setFresh((known) => new Set([...known].filter((id) => !shown.has(id))));
  return { fresh, forget };
}

/** Those among them that the filter means. */
async function meant(text: string, ids: readonly string[]): Promise<readonly string[]> {
  const filter = queryOf(text);
  if (filter['id'] !== undefined) return [];
  const query = { ...filter, id: ids.join(','), limit: LOOK_MAX };
  const { items } = await dataOf(api.GET('/v1/sagas', { params: { query } }));
  return items.map(({ id }) => id);
}
