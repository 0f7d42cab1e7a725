import { useQuery } from '@tanstack/react-query';
import { api, dataOf } from '../../../api/client';
import type { Usual } from './usual';

const NONE: Usual = new Map();
/** What is usual changes slowly. */
const FRESH_MS = 300_000;

/** What the steps of a version usually take; nothing while that is not known. */
export function useUsual({ name, version }: { name: string; version: number }): Usual {
  const times = useQuery({
    queryKey: ['getStepTimes', name, version],
    queryFn: async ({ signal }) => {
      const params = { path: { name, version } };
      const url = '/v1/definitions/{name}/versions/{version}/step-times';
      const { steps } = await dataOf(api.GET(url, { params, signal }));
      return new Map(steps.map((each) => [each.step, each]));
    },
    staleTime: FRESH_MS,
  });
  return times.data ?? NONE;
}
