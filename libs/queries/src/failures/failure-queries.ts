import { kindOf, lifeBy, NEW, type GroupFacts, type Life, type LifeStatus } from '#failures';
import type { accessStores } from '#persistence';
import { readRows, type Reader } from '#database';
import { DETAILS, type DetailRow } from './group-details.js';
import { HOURS, HOUR_MS, sumCells, type Cell, type CellSum } from './group-cells.js';

/** Sagas that have the same trouble at the same place, and what people made of it. */
export interface FailureGroupRecord {
  readonly fingerprint: string;
  readonly definition: string;
  readonly step: string;
  readonly direction: string;
  readonly code: string;
  /** What the messages have in common; `#` stands for what differs. */
  readonly kind: string;
  /** The message of one of them. */
  readonly message: string;
  /** Sagas that are in it now: those that wait for a person, and those with attempts left. */
  readonly stuck: number;
  readonly retrying: number;
  /** Sagas that ever came to it, as far as they are known. */
  readonly sagas: number;
  /** Since when the one that is in it for the longest time is; null: none is. */
  readonly oldestAt: Date | null;
  readonly firstSeenAt: Date;
  readonly lastSeenAt: Date;
  /** Versions of the definition, in their order; the latest 20. */
  readonly versions: readonly number[];
  /** Sagas that came to it in each of 24 hours; the last one is the current hour. */
  readonly trend: readonly number[];
  /** At most 5, the oldest first. */
  readonly sampleSagaIds: readonly string[];
  readonly life: Life;
  readonly facts: GroupFacts;
  /** Grows with what people do to it; 0: nobody has done anything. */
  readonly revision: number;
}

export interface GroupMember {
  readonly sagaId: string;
  readonly version: number;
  readonly state: 'stuck' | 'retrying';
  readonly attempts: number;
  readonly code: string;
  readonly message: string;
  readonly since: Date;
  readonly seenAt: Date;
}

export interface GroupsFound {
  /** Those with most sagas first. */
  readonly groups: readonly FailureGroupRecord[];
  /** There are more. */
  readonly truncated: boolean;
}

const VERSIONS_MAX = 20;
/** Counting takes a tenth of the database's time at most, however many ask. */
const COUNTS_SHARE = 10;
const COUNTS_AGE_MAX_MS = 1_000;

/** Groups of one answer: more than people look through. */
const GROUPS_MAX = 500;

/**
 * Reads who is in trouble with what. Counts are exact, however many sagas there are. They may be as
 * old as ten times what it took to count them, and a second at most.
 */
export class FailureQueries {
  private counts: { readonly cells: Promise<readonly Cell[]>; until: number } | null = null;

  constructor(
    private readonly reader: Reader,
    /** Used for queries that read many rows. */
    private readonly lists: Reader = reader,
    private readonly options: { readonly keepsCounts: boolean } = { keepsCounts: true },
  ) {}

  /**
   * Groups that sagas are in. With `statuses`, only these, and also those without sagas that were
   * seen in the last 30 days.
   */
  async groups({
    limit = GROUPS_MAX,
    statuses = null,
    seen = null,
  }: {
    /** Default and at most 500. */
    readonly limit?: number;
    readonly statuses?: readonly LifeStatus[] | null;
    /** Groups of these definitions. Default: all. */
    readonly seen?: accessStores.Seen;
  } = {}): Promise<GroupsFound> {
    const known = statuses === null ? [] : await this.knownGroups(seen);
    const isShared = statuses === null && seen === null;
    const cells = isShared ? await this.warmCells() : await this.cells(known, seen);
    const found = await this.complete(cells, known);
    const asked = statuses && found.filter(({ life }) => statuses.includes(life.status));
    const groups = (asked ?? found).toSorted(byCount);
    const max = Math.min(limit, GROUPS_MAX);
    return { groups: groups.slice(0, max), truncated: groups.length > max };
  }

  /** null: no saga has had it in the last 30 days. `seen` null: of any definition. */
  async group(
    fingerprint: string,
    seen: accessStores.Seen = null,
  ): Promise<FailureGroupRecord | null> {
    const cells = await readRows<Cell>(this.reader, CELLS_OF_ONE, [fingerprint]);
    const [group] = await this.complete(cells, [fingerprint]);
    return group && seen?.includes(group.definition) !== false ? group : null;
  }

  /** The sagas that are in a group, in order of id: the oldest first. */
  async members(page: {
    readonly fingerprint: string;
    readonly afterId: string | null;
    readonly limit: number;
    readonly seen?: accessStores.Seen;
  }): Promise<readonly GroupMember[]> {
    return readRows<GroupMember>(
      this.lists,
      `select saga_id as "sagaId", definition_version as version, state, attempts, code, message,
              since, seen_at as "seenAt"
         from saga_failure
        where fingerprint = $1 and ended_at is null and ($2::uuid is null or saga_id > $2)
          and ($4::text[] is null or definition_name = any($4))
        order by saga_id limit $3`,
      [page.fingerprint, page.afterId, page.limit, page.seen ?? null],
    );
  }

  /** The latest of those that people know. */
  private async knownGroups(seen: accessStores.Seen): Promise<readonly string[]> {
    const rows = await readRows<{ readonly fingerprint: string }>(
      this.lists,
      `select fingerprint from failure_group
        where $2::text[] is null or definition_name = any($2)
        order by last_seen_at desc limit $1`,
      [GROUPS_MAX + 1, seen],
    );
    return rows.map(({ fingerprint }) => fingerprint);
  }

  /** Of the groups with most sagas, and of others. */
  private cells(others: readonly string[], seen: accessStores.Seen): Promise<readonly Cell[]> {
    const parameters = [GROUPS_MAX + 1, others];
    if (seen === null) return readRows<Cell>(this.lists, CELLS, parameters);
    return readRows<Cell>(this.lists, CELLS_OF_SOME, [...parameters, seen]);
  }

  /** Those who ask while they are read, and shortly after, share them. */
  private warmCells(): Promise<readonly Cell[]> {
    const startedAt = performance.now();
    if (this.counts !== null && startedAt < this.counts.until) return this.counts.cells;
    const counts = { cells: this.cells([], null), until: Infinity };
    if (this.options.keepsCounts) this.counts = counts;
    counts.cells.then(
      () => {
        const tookMs = performance.now() - startedAt;
        counts.until = performance.now() + Math.min(tookMs * COUNTS_SHARE, COUNTS_AGE_MAX_MS);
      },
      () => (counts.until = 0),
    );
    return counts.cells;
  }

  private async complete(
    cells: readonly Cell[],
    more: readonly string[],
  ): Promise<readonly FailureGroupRecord[]> {
    const wanted = [...new Set([...cells.map(({ fingerprint }) => fingerprint), ...more])];
    if (wanted.length === 0) return [];
    const details = await readRows<DetailRow>(this.lists, DETAILS, [wanted]);
    const sums = sumCells(cells);
    return details.flatMap((row) => toGroup(row, sums.get(row.fingerprint)) ?? []);
  }
}

/**
 * What the rows of a group have in common, by columns as they are, so that the server knows how few
 * there are; then without the hours. Sagas that left a group moments ago count among those that
 * came, and not among those in it.
 */
const byHour = (condition: string): string => `
  select fingerprint, definition_version, state, hour, ended_at is null as is_in,
         count(*) as sagas, min(since) as first, max(seen_at) as seen
    from saga_failure ${condition}
   group by fingerprint, definition_version, state, hour, ended_at is null`;
const WITHOUT_HOURS = `
  select fingerprint, definition_version as version, case when is_in then state end as state,
         sum(sagas)::int as sagas, min(first) as first, max(seen) as seen,
         json_object_agg(hour, sagas) filter (
           where hour > extract(epoch from statement_timestamp()) / 3600 - ${HOURS}) as hours
    from cell`;

/** $1 how many groups, those with most sagas; $2 others. */
const cellsWhere = (condition: string): string => `
  with cell as materialized (${byHour(condition)}),
  top as (
    select fingerprint from cell where is_in
     group by fingerprint order by sum(sagas) desc, fingerprint limit $1)
  ${WITHOUT_HOURS}
   where fingerprint in (select fingerprint from top) or fingerprint = any($2::text[])
   group by fingerprint, definition_version, is_in, state`;
const CELLS = cellsWhere('');
/** $3 names of definitions. */
const CELLS_OF_SOME = cellsWhere('where definition_name = any($3::text[])');

const CELLS_OF_ONE = `
  with cell as (${byHour('where fingerprint = $1 and ended_at is null')})
  ${WITHOUT_HOURS} group by fingerprint, definition_version, is_in, state`;

function byCount(a: FailureGroupRecord, b: FailureGroupRecord): number {
  const difference = b.stuck + b.retrying - (a.stuck + a.retrying);
  return difference === 0 ? b.lastSeenAt.getTime() - a.lastSeenAt.getTime() : difference;
}

/** null: neither a saga nor a row tells of it any more. */
function toGroup(row: DetailRow, sum: CellSum | undefined): FailureGroupRecord | null {
  const { fingerprint, definition, step, direction, code, message, now } = row;
  if (definition === null || step === null || direction === null) return null;
  if (code === null || message === null) return null;
  const seen = [row.firstSeenAt, row.lastSeenAt, sum?.first, sum?.seen].flatMap((at) => at ?? []);
  const times = seen.map((at) => at.getTime());
  const sagas = row.leftCount + (sum?.sagas ?? 0);
  const left = Object.entries(row.came).map(([version, at]) => ({ version: Number(version), at }));
  const facts = { now: now.getTime(), sagas, failed: [...left, ...(sum?.failed ?? [])] };
  const recorded = row.life === null ? NEW : (JSON.parse(row.life) as Life);
  return {
    ...{ fingerprint, definition, step, direction, code, message },
    kind: kindOf(message),
    stuck: sum?.stuck ?? 0,
    retrying: sum?.retrying ?? 0,
    sagas,
    oldestAt: sum?.oldest ?? null,
    firstSeenAt: new Date(Math.min(...times)),
    lastSeenAt: new Date(Math.max(...times)),
    versions: [...new Set(facts.failed.map(({ version }) => version))]
      .sort((a, b) => a - b)
      .slice(-VERSIONS_MAX),
    trend: trendOf(now.getTime(), row.hours, sum?.hours ?? new Map()),
    sampleSagaIds: row.sampleSagaIds ?? [],
    life: lifeBy(recorded, facts),
    facts,
    revision: row.revision ?? 0,
  };
}

function trendOf(
  now: number,
  left: DetailRow['hours'],
  present: ReadonlyMap<number, number>,
): readonly number[] {
  const current = Math.floor(now / HOUR_MS);
  const hours = Array.from({ length: HOURS }, (_, at) => current - (HOURS - 1 - at));
  return hours.map((hour) => (left?.[String(hour)] ?? 0) + (present.get(hour) ?? 0));
}
