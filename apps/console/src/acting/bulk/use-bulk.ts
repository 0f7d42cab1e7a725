import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ApiProblem } from '../../api/problem';
import { tellNothing } from '../back/done-act';
import { useActKey } from '../use-act-key';
import { lookAt, makeBulk, type BulkAsk, type Given } from './bulk';
import type { AskedBulk } from './copy-bulk';

const LOOK = 'lookAtBulk';

type Terms = Pick<Given, 'reason' | 'pace'>;

/**
 * A dry run, and the bulk that does exactly what it showed. `ask` null: something is still missing.
 * `onMade` gets the id of the bulk; null: somebody else has to confirm it.
 */
export function useBulk(ask: BulkAsk | null, onMade: (id: string | null) => void) {
  const queries = useQueryClient();
  const key = useActKey<() => Promise<string | null>>();
  const look = useQuery({
    queryKey: [LOOK, JSON.stringify(ask)],
    queryFn: ({ signal }) => lookAt(ask as BulkAsk, signal),
    enabled: ask !== null,
    staleTime: Infinity,
    gcTime: 0,
  });
  /** With one key: whoever makes it here and by what was copied makes it once. */
  const askedWith = ({ reason, pace }: Terms): AskedBulk => {
    if (ask === null || look.data === undefined) throw new Error('It was not looked at yet.');
    return { ask, given: { reason, pace, look: look.data, idempotencyKey: key.current() } };
  };
  const making = useMutation({
    mutationFn: async (terms: Terms) => {
      // while its answer is missing, the very same is sent again
      const send = key.once(() => {
        const asked = askedWith(terms);
        return () => makeBulk(asked.ask, asked.given);
      });
      return send();
    },
    onSuccess: (id) => {
      tellNothing();
      void queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== LOOK });
      onMade(id);
    },
    onError: (error) => {
      key.onError(error);
      // it would do something else now: that is shown, to be confirmed anew
      const isOutdated = error instanceof ApiProblem && error.code === 'PREVIEW_OUTDATED';
      if (isOutdated) void look.refetch();
    },
  });
  return { look, making, askedWith };
}
