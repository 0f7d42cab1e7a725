import { useCallback, useState } from 'react';
import { Latest } from './latest';
import { useChanges, type SagaChange } from './live';

/**
 * The last changes of sagas, of those in a list as soon as they are told. `isListed` has to be the
 * same function each time. The number tells that a listed one has changed.
 */
export function useLatest(isListed: (id: string) => boolean) {
  const [latest] = useState(() => new Latest<SagaChange>(isListed));
  const [count, setCount] = useState(0);
  const note = useCallback(
    (change: SagaChange) => {
      latest.note(change);
      if (isListed(change.sagaId)) setCount((before) => before + 1);
    },
    [isListed, latest],
  );
  useChanges(note);
  return [latest, count] as const;
}
