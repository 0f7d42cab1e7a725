import { useQuery } from '@tanstack/react-query';
import { session } from '../session/session';
import { api, dataOf } from './client';

/** Who calls, and what they may do. */
export function useMe() {
  return useQuery({
    queryKey: ['getMe'],
    queryFn: async ({ signal }) => {
      const me = await dataOf(api.GET('/v1/me', { signal }));
      session.know(me);
      return me;
    },
    staleTime: 60_000,
  });
}

/** Why the caller may not do this, in the API's words; null: they may, as far as it is known. */
export function useWhyNot(operationId: string): string | null {
  return useMe().data?.refused[operationId] ?? null;
}

/** Ends the session of this browser; its pages are read anew, as nobody sees them. */
export async function logOut(): Promise<void> {
  await api.POST('/v1/logout', { headers: { 'content-type': 'application/json' } });
  session.leave();
}
