import { useQuery } from '@tanstack/react-query';
import { api, dataOf } from '../../api/client';
import type { Pause } from '../pauses/scope-text';

const PAUSES_MAX = 100;
const READ_EVERY_MS = 5_000;

/** The pauses that go on, the newest first; at most 100. undefined: they are not read yet. */
export function useReadPauses(): readonly Pause[] | undefined {
  const { data } = useQuery({
    queryKey: ['listPauses', 'active', PAUSES_MAX],
    queryFn: ({ signal }) => {
      const query = { active: 'true' as const, limit: PAUSES_MAX };
      return dataOf(api.GET('/v1/admin/pauses', { params: { query }, signal }));
    },
    refetchInterval: READ_EVERY_MS,
  });
  return data?.items;
}

/** The same; none while they are not read yet. */
export function useActivePauses(): readonly Pause[] {
  return useReadPauses() ?? NONE;
}

const NONE: readonly Pause[] = [];

/** Those of this participant. */
export function pausesOf(participant: string, pauses: readonly Pause[]): readonly Pause[] {
  return pauses.filter(({ scope }) => 'participant' in scope && scope.participant === participant);
}
