import { useQuery } from '@tanstack/react-query';
import { api, dataOf } from '../api/client';
import { useMe } from '../api/me';

/** Nobody is told of them by the stream. */
const READ_EVERY_MS = 30_000;
const COUNTED_MAX = 100;

/** How many acts of others wait for whoever looks, as text: `3`, `99+`; empty: none. */
export function useApprovalsForMe(): string {
  const { data: me } = useMe();
  const mayConfirm = me?.operations.includes('confirmApproval') === true && me.credential !== null;
  const open = useQuery({
    queryKey: ['listApprovals', 'open', 'count'],
    queryFn: ({ signal }) => {
      const params = { query: { state: 'open', limit: COUNTED_MAX } } as const;
      return dataOf(api.GET('/v1/admin/approvals', { params, signal }));
    },
    enabled: mayConfirm,
    refetchInterval: READ_EVERY_MS,
  });
  const { items = [], next = null } = open.data ?? {};
  const count = items.filter(({ actor }) => actor !== me?.actor).length;
  if (count === 0) return '';
  return next === null ? String(count) : `${COUNTED_MAX - 1}+`;
}
