import { QueryClient } from '@tanstack/react-query';
import { session } from '../session/session';
import { takeArrived } from './ahead';
import { apiUrl } from './place';
import { ApiProblem } from './problem';
import type { components } from './schema';

/** What the first view shows, by the keys of its queries. */
const FIRST: readonly (readonly [key: string, path: string])[] = [
  ['getMe', '/v1/me'],
  ['getOverview', '/v1/admin/overview'],
  ['listParticipants', '/v1/admin/participants?limit=100'],
];

/** What is known of the API; what was asked for ahead and is there, is known from the first. */
export function openQueries(): QueryClient {
  const queries = new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 1_000,
        retry: (count, error) => error instanceof ApiProblem && error.isPassing && count < 3,
      },
    },
  });
  // then the first view is painted once, and not first without it
  for (const [key, path] of FIRST) {
    const data = takeArrived(new URL(apiUrl(path), document.baseURI).href);
    if (data === undefined) continue;
    if (key === 'getMe') session.know(data as components['schemas']['Me']);
    queries.setQueryData([key], data);
  }
  return queries;
}
