import type { SagaFilter, SagaStatusName } from '#filters';
import type { accessStores } from '#persistence';
import { branchesOf, whereAll } from '../filtering/branches.js';
import { Parameters, type KnownOutside } from '../filtering/parameters.js';
import { withoutCondition, type Statement } from '../filtering/page-statement.js';

export interface FoundRow {
  readonly status: SagaStatusName;
  readonly count: number;
}

/**
 * Finds the sagas that a filter lets through, whose status is one of these, and counts them by
 * status: at most so many. null: it lets none through.
 */
export function foundStatement(
  filter: SagaFilter,
  {
    among,
    max,
    seen,
    without,
    outside,
  }: {
    readonly among: readonly SagaStatusName[];
    readonly max: number | null;
    /** Sagas of these definitions only. */
    readonly seen: accessStores.Seen;
    /** Sagas of these are left out. */
    readonly without: readonly string[];
    readonly outside?: KnownOutside;
  },
): Statement | null {
  const parameters = new Parameters(outside);
  const branches = branchesOf(filter, parameters, among);
  if (branches.length === 0) return null;
  const ofSeen = [
    ...(seen === null ? [] : [`saga.definition_name = any(${parameters.add(seen, 'text[]')})`]),
    ...withoutCondition(without, parameters),
  ];
  const parts = branches.map(({ each, where }) => {
    const from = each === null ? 'saga' : `${each} cross join saga`;
    return `(select saga.status from ${from} ${whereAll([...where, ...ofSeen])})`;
  });
  const found = parts.join(' union all ');
  const limit = max === null ? '' : `limit ${parameters.add(max, 'int')}`;
  const sql = `${parameters.prefix} select status, count(*)::int as count
    from (select status from (${found}) as part ${limit}) as found group by status`;
  return { sql, parameters: parameters.values };
}
