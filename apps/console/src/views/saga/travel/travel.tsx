import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, type ReactNode } from 'react';
import { api, dataOf } from '../../../api/client';
import type { components } from '../../../api/schema';
import { Failed } from '../../../parts/states';
import { TravelBar } from './travel-bar';
import { useAt } from './use-at';

type Saga = components['schemas']['Saga'];

interface TravelProps {
  /** The saga as it is now. */
  readonly now: Saga;
  /** Above the slider, which stays where it is: this is of the same height whatever is shown. */
  readonly head: Shows;
  readonly children: Shows;
}

/** `isPast`: it is shown as it was, and nothing can be done about that. */
type Shows = (shown: Saga, isPast: boolean) => ReactNode;

/** Shows a saga as it is, or as it was after any of its transitions. */
export function Travel({ now, head, children }: TravelProps) {
  const at = useAt();
  const { id } = now;
  const version = at.version ?? now.version;
  const isPast = at.version !== null;
  const then = useQuery({
    queryKey: ['getSagaVersion', id, version],
    queryFn: ({ signal }) => {
      const params = { path: { id, version } };
      return dataOf(api.GET('/v1/sagas/{id}/versions/{version}', { params, signal }));
    },
    enabled: isPast,
    staleTime: Infinity,
    // while the next one comes nothing jumps
    placeholderData: keepPreviousData,
  });
  useEscape(isPast, () => at.go(null));
  // until it has come what is there stays there, and says itself which version it is
  const shown = isPast && then.data ? { ...then.data, children: [] } : now;
  const isFailed = isPast && then.isError;
  return (
    <>
      {isFailed ? <h1>Version {version} cannot be shown</h1> : head(shown, isPast)}
      <TravelBar at={at} latest={now.version} />
      {isFailed ? (
        <Failed error={then.error} onRetry={() => void then.refetch()} />
      ) : (
        children(shown, isPast)
      )}
    </>
  );
}

/** Back to now in one key, unless the key closes something else. */
function useEscape(isOn: boolean, onEscape: () => void): void {
  useEffect(() => {
    if (!isOn) return undefined;
    const onKey = (event: KeyboardEvent): void => {
      const isTaken = event.defaultPrevented || document.querySelector('dialog[open]') !== null;
      if (event.key === 'Escape' && !isTaken) onEscape();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  });
}
