import { queryOptions } from '@tanstack/react-query';
import { api, dataOf } from '../../../api/client';
import type { TimelineEntry } from './incident-note';

/** The API gives a thousand transitions at once, from the beginning on. */
const PAGES_MAX = 20;

export interface Last {
  readonly last: readonly TimelineEntry[];
  /** How many lines there are before these. */
  readonly before: number;
  /** It goes on after these, which is more than is read. */
  readonly isCut: boolean;
}

/** What happened last, up to a version of the saga: so many lines. */
export async function readLast(id: string, count: number, version: number): Promise<Last> {
  let last: readonly TimelineEntry[] = [];
  let before = 0;
  let cursor: string | undefined;
  for (let page = 0; page < PAGES_MAX; page++) {
    const params = { path: { id }, query: cursor === undefined ? {} : { cursor } };
    const headers = { accept: 'application/json' };
    const { items, next } = await dataOf(api.GET('/v1/sagas/{id}/timeline', { params, headers }));
    const all = [...last, ...items.filter((each) => (each.version ?? 0) <= version)];
    last = all.slice(-count);
    before += all.length - last.length;
    cursor = next ?? undefined;
    if (next === null) break;
  }
  return { last, before, isCut: cursor !== undefined && (last.at(-1)?.version ?? 0) < version };
}

/** As many as fit on a sheet of paper below the picture. */
const LINES_OF_SHEET = 18;

/** What happened last, for a sheet of paper. */
export function linesOfSheet({ id, version }: { readonly id: string; readonly version: number }) {
  return queryOptions({
    queryKey: ['getSagaTimeline', id, 'last', version],
    queryFn: () => readLast(id, LINES_OF_SHEET, version),
    staleTime: Infinity,
  });
}
