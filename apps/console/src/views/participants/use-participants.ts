import { useQuery } from '@tanstack/react-query';
import { api, dataOf } from '../../api/client';

/** Queues change without any saga that does. */
const READ_EVERY_MS = 5_000;

/** The first hundred, with what the broker says of their queues just now. */
export function useParticipants() {
  return useQuery({
    queryKey: ['listParticipants'],
    queryFn: ({ signal }) =>
      dataOf(api.GET('/v1/admin/participants', { params: { query: { limit: 100 } }, signal })),
    refetchInterval: READ_EVERY_MS,
  });
}
