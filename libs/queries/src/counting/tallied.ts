import { isEndedStatus, statusesOf, type SagaFilter, type SagaStatusName } from '#filters';
import type { accessStores } from '#persistence';
import { versionConditions } from '../filtering/conditions.js';
import { whereAll } from '../filtering/branches.js';
import { Parameters } from '../filtering/parameters.js';
import type { Statement } from '../filtering/page-statement.js';

/** So many that have ended since the mark are counted; with more the count is a lower bound. */
const UNTALLIED_MAX = 500_000;

/** Only of these the tally knows how many there are. */
const TALLIED: ReadonlySet<string> = new Set(['status', 'definition', 'version']);

export function isTallied(filter: SagaFilter): boolean {
  return Object.entries(filter).every(([name, value]) => value === undefined || TALLIED.has(name));
}

export interface TalliedRow {
  readonly definition: string;
  readonly status: SagaStatusName;
  readonly count: number;
}

/**
 * How many sagas have ended, by definition and status: what the tally has, and what has ended since
 * its mark; `seen` null: of all definitions. The statement sees both as they are at one instant, so
 * that no saga counts twice.
 */
export function talliedStatement(filter: SagaFilter, seen: accessStores.Seen = null): Statement {
  const parameters = new Parameters();
  const { definition, version } = filter;
  const statuses = statusesOf(filter).filter(isEndedStatus);
  const conditions = whereAll([
    `status = any(${parameters.add(statuses, 'text[]')})`,
    ...(seen === null ? [] : [`name = any(${parameters.add(seen, 'text[]')})`]),
    ...versionConditions(
      { ...(definition && { definition }), ...(version && { version }) },
      parameters,
    ),
  ]);
  const sql = `
    select name as definition, status, sum(sagas)::float8 as count
      from (
        select definition_name as name, definition_version as version, status, sagas
          from ended_tally
        union all
        (select definition_name, definition_version, status, 1 from saga
          where ended_at is not null and ended_at >= (select until from ended_tally_mark)
          order by ended_at limit ${UNTALLIED_MAX})) as ended
     ${conditions}
     group by 1, 2`;
  return { sql, parameters: parameters.values };
}

/** Whether the tally is so close to the present that `talliedStatement` counts all. */
export const IS_TALLY_CLOSE = `
  select not exists (
    select from saga
     where ended_at is not null and ended_at >= (select until from ended_tally_mark)
     order by ended_at offset ${UNTALLIED_MAX} limit 1) as is_close`;
