import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiProblem } from '../api/problem';
import { tellNothing } from './back/done-act';
import { actKey, hasPreview, previewOf, type Act, type Additions, type Preview } from './acts';
import { doAct, type Given } from './do-act';
import { useActKey, wasDone } from './use-act-key';

const PREVIEW = 'previewAction';

interface Acting {
  readonly sagaId: string;
  readonly act: Act;
  /** What people added to it. */
  readonly additions: Additions;
  readonly onDone: () => void;
}

/** The preview of an act, and the act itself, which does exactly what was seen. */
export function useActing({ sagaId, act, additions, onDone }: Acting) {
  const queries = useQueryClient();
  const key = useActKey<Given>();
  const preview = useQuery({
    queryKey: [PREVIEW, sagaId, actKey(act), additions],
    queryFn: () => previewOf(sagaId, act, additions),
    enabled: hasPreview(act),
    // what people look at is exchanged only where they ask for it
    staleTime: Infinity,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
    gcTime: 0,
    placeholderData: keepPreviousData,
  });
  const { isChanged, look } = useLookedAt(preview.isPlaceholderData ? undefined : preview.data, {
    of: JSON.stringify(additions),
  });
  /** With one key: whoever does it here and by what was copied does it once. */
  const givenWith = (reason: string): Given => {
    const seen = { preview: preview.data ?? null, idempotencyKey: key.current() };
    return { reason, ...seen, ...additions };
  };
  // the preview has been done: there is nothing to look at again
  const readAgain = (): void => {
    void queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== PREVIEW });
  };
  const acting = useMutation({
    mutationFn: (reason: string) =>
      doAct(
        sagaId,
        act,
        key.once(() => givenWith(reason)),
      ),
    onSuccess: (approval) => {
      readAgain();
      tellNothing();
      if (approval === null) onDone();
    },
    onError: (error) => {
      key.onError(error);
      if (wasDone(error)) readAgain();
      // it would do something else now: what it would do is shown, to be confirmed anew
      const isOutdated = error instanceof ApiProblem && error.code === 'PREVIEW_OUTDATED';
      if (isOutdated) void preview.refetch().then(({ data }) => look(data));
    },
  });
  const isSeen = !hasPreview(act) || (preview.isSuccess && !preview.isPlaceholderData);
  return { preview, acting, givenWith, isSeen, isChanged, look: () => look(preview.data) };
}

/** Whether a preview is another one than people saw first, although they asked for the same. */
function useLookedAt(preview: Preview | undefined, { of }: { readonly of: string }) {
  const [seen, see] = useState<{ readonly of: string; readonly hash: string } | null>(null);
  const look = (shown: Preview | undefined): void =>
    see(shown === undefined ? null : { of, hash: shown.previewHash });
  if (preview !== undefined && seen?.of !== of) look(preview);
  const isChanged = preview !== undefined && seen?.of === of && seen.hash !== preview.previewHash;
  return { isChanged, look };
}
