import type { SagaFilter } from '#filters';
import { branchesOf, whereAll, type Branch } from './branches.js';
import { Parameters, type KnownOutside } from './parameters.js';

export interface SagaPage {
  readonly filter: SagaFilter;
  readonly limit: number;
  /** The last id of the previous page; null: start with the newest sagas. */
  readonly beforeId: string | null;
  /** Sagas of these definitions only: what the caller may see. null or left out: of all. */
  readonly definitions?: readonly string[] | null;
  /** Sagas of these definitions are left out. */
  readonly without?: readonly string[];
}

export interface Statement {
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

/**
 * Reads a page of sagas, newest first: each part of the sagas gives its newest ones in the order of
 * an index, and the newest of those are the page. null: the filter lets none through.
 */
export function pageStatement(
  columns: string,
  page: SagaPage,
  outside?: KnownOutside,
): Statement | null {
  const parameters = new Parameters(outside);
  const { beforeId, definitions = null, without = [] } = page;
  const before = [
    ...(beforeId === null ? [] : [`saga.id < ${parameters.add(beforeId, 'uuid')}`]),
    ...(definitions === null
      ? []
      : [`saga.definition_name = any(${parameters.add(definitions, 'text[]')})`]),
    ...withoutCondition(without, parameters),
  ];
  const branches = branchesOf(page.filter, parameters);
  const newest = `order by id desc limit ${parameters.add(page.limit, 'int')}`;
  const [only] = branches;
  if (only === undefined) return null;
  if (branches.length === 1 && only.each === null) {
    const where = whereAll([...before, ...only.where]);
    const sql = `${parameters.prefix} select ${columns} from saga ${where} ${newest}`;
    return { sql, parameters: parameters.values };
  }
  const parts = branches.map((branch) => `(${newestOf(branch, before, newest)})`);
  const sql = `
    ${parameters.prefix}
    select ${columns} from saga
     where id = any(array(select id from (${parts.join(' union all ')}) as part ${newest}))
     order by id desc`;
  return { sql, parameters: parameters.values };
}

export function withoutCondition(
  definitions: readonly string[],
  parameters: Parameters,
): readonly string[] {
  if (definitions.length === 0) return [];
  return [`saga.definition_name <> all(${parameters.add(definitions, 'text[]')})`];
}

function newestOf(branch: Branch, before: readonly string[], newest: string): string {
  const own = `select id from saga ${whereAll([...branch.where, ...before])} ${newest}`;
  if (branch.each === null) return own;
  return `select found.id from ${branch.each} cross join lateral (${own}) as found ${newest}`;
}
