import {
  FILTER_STATUSES,
  isEndedStatus,
  isOfOpenSagas,
  statusesOf,
  type SagaFilter,
  type SagaStatusName,
} from '#filters';
import { WAITING_CODE } from '#persistence';
import { conditionsOf, ERROR_CODE, versionConditions } from './conditions.js';
import type { Parameters } from './parameters.js';
import { unsentSagaIds } from './step-sets.js';
import { ownTextCondition } from './text-condition.js';
import {
  isHeld,
  isInSummary,
  isWaitingFor,
  nothingTellsMore,
  type SummaryCode,
} from './waiting-now.js';

/**
 * A part of the sagas that a filter lets through: `saga` and what its rows fulfil. No saga is in
 * two parts. Each has an index with its rows in order of id.
 */
export interface Branch {
  /** What else stands in `from`, before `saga`; null: nothing. */
  readonly each: string | null;
  readonly where: readonly string[];
}

/** All sagas that a filter lets through, whose status is one of these too. */
export function branchesOf(
  filter: SagaFilter,
  parameters: Parameters,
  among: readonly SagaStatusName[] = FILTER_STATUSES,
): readonly Branch[] {
  const wanted = statusesOf(filter).filter(
    (status) => among.includes(status) && !(isOfOpenSagas(filter) && isEndedStatus(status)),
  );
  if (wanted.length === 0) return [];
  const status = statusCondition(wanted);
  const isNamed = isByName(filter);
  if (filter.q !== undefined && !isNamed && wanted.every((each) => FEW.has(each))) {
    return amongFew(filter, filter.q, { wanted, parameters });
  }
  if (isNamed || filter.q !== undefined) {
    return [{ each: null, where: [...status, ...conditionsOf(filter, parameters)] }];
  }
  if (filter.error?.isNegated === false) return [errorBranch(filter, wanted, parameters)];
  if (filter.error !== undefined && filter.waiting === undefined) {
    return otherErrors(filter, { wanted, parameters });
  }
  if (filter.waiting?.isNegated === false) return waitingBranches(filter, wanted, parameters);
  if (status.length === 0 && isOneRange(filter)) {
    return [{ each: null, where: conditionsOf(filter, parameters) }];
  }
  return byStatus(filter, wanted, parameters);
}

/** An index has them, whatever else is asked for. */
function isByName({ id, key, failure }: SagaFilter): boolean {
  return id?.isNegated === false || key !== undefined || failure?.isNegated === false;
}

/** Of these there are few: nothing like the millions that end well, or are undone. */
const FEW: ReadonlySet<SagaStatusName> = new Set(['running', 'compensating', 'stuck', 'abandoned']);

/** By their own texts: the index of texts gives all that have one, and nearly all may have it. */
function amongFew(
  filter: SagaFilter,
  text: string,
  { wanted, parameters }: { wanted: readonly SagaStatusName[]; parameters: Parameters },
): readonly Branch[] {
  const { q: _q, ...others } = filter;
  const among = FILTER_STATUSES.filter((status) => wanted.includes(status));
  const status = { values: among, isNegated: false };
  return branchesOf({ ...others, status }, parameters).map(({ each, where }) => {
    return { each, where: [...where, ownTextCondition(text, parameters)] };
  });
}

/** Without a condition on the status, one index has them in order. */
function isOneRange({ definition, version }: SagaFilter): boolean {
  if (version !== undefined) return false;
  return definition === undefined || (definition.values.length === 1 && !definition.isNegated);
}

/** One search for each code and status. */
function errorBranch(
  { error, ...others }: SagaFilter,
  statuses: readonly SagaStatusName[],
  parameters: Parameters,
): Branch {
  const codes = parameters.add(error?.values ?? [], 'text[]');
  const each = `(select code, status from unnest(${codes}) as failing (code)
    cross join ${listOf(statuses)}) as part`;
  const ofPart = [
    'saga.error_code is not null',
    `${ERROR_CODE} = part.code`,
    'saga.status = part.status',
  ];
  return { each, where: [...ofPart, ...conditionsOf(others, parameters)] };
}

/** Codes that are searched one by one; sagas of those that come after them are read. */
const CODES_MAX = 1_000;

/**
 * None of the codes: sagas without an error, and those of every other code. Nearly all may have one
 * of the codes, so that reading sagas until enough have none of them may read all.
 */
function otherErrors(
  { error, ...others }: SagaFilter,
  { wanted, parameters }: { wanted: readonly SagaStatusName[]; parameters: Parameters },
): readonly Branch[] {
  const conditions = () => conditionsOf(others, parameters);
  const not = parameters.add(error?.values ?? [], 'text[]');
  const codes = parameters.once('error_codes', () => `select (${CODES}) as value`);
  const ofPart = [
    'saga.error_code is not null',
    `${ERROR_CODE} = part.code`,
    'saga.status = part.status',
  ];
  const each = `(select code, status from unnest(${codes}::text[]) as failing (code)
    cross join ${listOf(wanted)} where code <> all(${not})) as part`;
  const isBeyond = [
    'saga.error_code is not null',
    `${ERROR_CODE} > (${codes}::text[])[${CODES_MAX}]`,
    `${ERROR_CODE} <> all(${not})`,
  ];
  return [
    { each, where: [...ofPart, ...conditions()] },
    { each: null, where: [...isBeyond, ...statusCondition(wanted), ...conditions()] },
    ...withoutError(others, wanted, parameters),
  ];
}

/** Of those that were undone or given up few have none, and an index has these. */
function withoutError(
  others: SagaFilter,
  wanted: readonly SagaStatusName[],
  parameters: Parameters,
): readonly Branch[] {
  const failed = wanted.filter((status) => status === 'compensated' || status === 'abandoned');
  const rest = wanted.filter((status) => status !== 'compensated' && status !== 'abandoned');
  const none = (branch: Branch) => ({
    ...branch,
    where: ['saga.error_code is null', ...branch.where],
  });
  return [
    ...failed.map((status) => ({
      each: null,
      where: [
        `saga.status = '${status}'`,
        IS_FAILED_WITHOUT_ERROR,
        ...conditionsOf(others, parameters),
      ],
    })),
    ...(rest.length === 0 ? [] : byStatus(others, rest, parameters).map(none)),
  ];
}

/** As its index has it. */
const IS_FAILED_WITHOUT_ERROR = `saga.error_code is null
  and saga.status in ('compensated', 'abandoned')`;

/** All codes that sagas have, each found in the index after the one before; the first 1,000. */
const CODES = `array(
  with recursive known as (
    (select error_code collate "C" as code from saga where error_code is not null
      order by error_code collate "C" limit 1)
    union all
    select (select error_code collate "C" from saga
             where error_code is not null and error_code collate "C" > known.code
             order by error_code collate "C" limit 1)
      from known where known.code is not null)
  select code from known where code is not null limit ${CODES_MAX})`;

/**
 * By what the sagas wait for now, each code by itself. Most are in an index: what it has is looked
 * at again, because the world beside a saga may have become more telling.
 */
function waitingBranches(
  { waiting, ...others }: SagaFilter,
  wanted: readonly SagaStatusName[],
  parameters: Parameters,
): readonly Branch[] {
  return (waiting?.values ?? []).flatMap((code): Branch[] => {
    const conditions = conditionsOf(others, parameters);
    if (isInSummary(code)) return summaryBranches(code, { conditions, wanted, parameters });
    const where = [...conditions, isWaitingFor(code, parameters)];
    if (code !== 'outbox') return byEachStatus(wanted, where);
    // what few sagas have is found by their ids; what many have, in the newest ones
    const ids = `${unsentSagaIds(parameters)}::uuid[]`;
    return [
      ...byEachStatus(wanted, [`saga.id = any(${ids})`, ...where]),
      ...byEachStatus(wanted, [`${ids} is null`, ...where]),
    ];
  });
}

interface Within {
  readonly conditions: readonly string[];
  readonly wanted: readonly SagaStatusName[];
  readonly parameters: Parameters;
}

/** By the index of codes, in order of id: nearly all open sagas may have this one. */
function summaryBranches(code: SummaryCode, { conditions, wanted, parameters }: Within): Branch[] {
  const where = [
    `${WAITING_CODE} = '${code}'`,
    ...openStatusCondition(wanted),
    ...conditions,
    ...nothingTellsMore(code, parameters),
  ];
  if (code !== 'paused') return [{ each: null, where }];
  // a pause of many is in no summary; nothing is read while there is none
  return [{ each: null, where }, ...byEachStatus(wanted, [isHeld(parameters), ...conditions])];
}

function byEachStatus(statuses: readonly SagaStatusName[], where: readonly string[]): Branch[] {
  return statuses.map((status) => {
    return { each: null, where: [`saga.status = '${status}'`, ...where] };
  });
}

/** Open ones by their status; ended ones by definition, version and status. */
function byStatus(
  filter: SagaFilter,
  wanted: readonly SagaStatusName[],
  parameters: Parameters,
): readonly Branch[] {
  const open = wanted.filter((status) => !isEndedStatus(status));
  const ended = wanted.filter(isEndedStatus);
  return [
    ...(open.length === 0 ? [] : openBranches(filter, open, parameters)),
    ...(ended.length === 0 ? [] : endedBranches(filter, ended, parameters)),
  ];
}

function openBranches(
  filter: SagaFilter,
  statuses: readonly SagaStatusName[],
  parameters: Parameters,
): readonly Branch[] {
  return byEachStatus(statuses, conditionsOf(filter, parameters));
}

/** One search for each version and status. How rare a status is, is known of a literal only. */
function endedBranches(
  { definition, version, ...others }: SagaFilter,
  statuses: readonly SagaStatusName[],
  parameters: Parameters,
): readonly Branch[] {
  const asked = { ...(definition && { definition }), ...(version && { version }) };
  const versions = whereAll(versionConditions(asked, parameters));
  const conditions = conditionsOf(others, parameters);
  return statuses.map((status) => ({
    each: `(select name, version from saga_definition ${versions}) as part`,
    where: [
      'saga.definition_name = part.name',
      'saga.definition_version = part.version',
      `saga.status = '${status}'`,
      'saga.ended_at is not null',
      ...conditions,
    ],
  }));
}

/** Of sagas that have not ended. Nearly all are running: then no index is asked which are. */
function openStatusCondition(wanted: readonly SagaStatusName[]): readonly string[] {
  if (!wanted.includes('running')) return statusCondition(wanted);
  const not = FILTER_STATUSES.filter((each) => !isEndedStatus(each) && !wanted.includes(each));
  return not.length === 0 ? [] : [`saga.status not in (${not.map(quoted).join(', ')})`];
}

/** Empty: any of them. */
function statusCondition(wanted: readonly SagaStatusName[]): readonly string[] {
  if (wanted.length === FILTER_STATUSES.length) return [];
  return [`saga.status in (${wanted.map(quoted).join(', ')})`];
}

function listOf(statuses: readonly SagaStatusName[]): string {
  return `unnest(array[${statuses.map(quoted).join(', ')}]) as listed (status)`;
}

function quoted(status: SagaStatusName): string {
  return `'${status}'`;
}

export function whereAll(conditions: readonly string[]): string {
  return conditions.length === 0 ? '' : `where ${conditions.join(' and ')}`;
}
