import type { BusStatus, MessageBus } from '#bus';
import type { Backlog, OldestOpenSaga, OverviewQueries, StartedCount, StatusCount } from '#queries';
import type { EngineHost } from '../../workers/engine-host.js';
import { findFailureGroups, type FailureGroup, type Failures } from './failure-groups.js';
import { KeptResult } from './kept-result.js';

const STUCK_GROUPS_MAX = 10;

/** Both windows, in sagas. */
interface Rate {
  readonly last5Min: number;
  readonly lastHour: number;
}

export interface OverviewView {
  /** When the counts were taken; they may be kept for a while on large tables. */
  readonly countedAt: string;
  readonly byStatus: Readonly<Record<string, number>>;
  readonly byDefinition: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly rates: Readonly<Record<'started' | 'completed' | 'compensated' | 'stuck', Rate>>;
  readonly oldestOpenSaga:
    (Omit<OldestOpenSaga, 'createdAt'> & { readonly createdAt: string }) | null;
  readonly stuckGroups: readonly FailureGroup[];
  /** Inputs of this replica that wait for a batch. */
  readonly pipelineQueue: number;
  readonly backlog: Backlog;
  readonly broker: {
    readonly status: BusStatus;
    /** What it does not let us declare, bind, read or write, a sentence each. */
    readonly refusals: readonly string[];
  };
  readonly database: { readonly status: 'connected'; readonly commitMs: number };
}

interface Counts {
  readonly at: string;
  readonly counts: readonly StatusCount[];
  readonly started: StartedCount;
}

/** What an operator sees first. Without a database there is no overview: that is a 503. */
export class Overview {
  private readonly counts: KeptResult<Counts>;
  private readonly failures: KeptResult<Failures>;

  constructor(
    private readonly queries: OverviewQueries,
    private readonly bus: MessageBus,
    private readonly engine: EngineHost,
    /** How long a commit takes, in ms. */
    private readonly probe: () => Promise<number>,
  ) {
    this.counts = new KeptResult(() => this.count());
    this.failures = new KeptResult(() => findFailureGroups(queries));
  }

  findFailures(): Promise<Failures> {
    return this.failures.get();
  }

  async show(): Promise<OverviewView> {
    const [{ at, counts, started }, failures, backlog, oldest, commitMs] = await Promise.all([
      this.counts.get(),
      this.failures.get(),
      this.queries.backlog(),
      this.queries.oldestOpenSaga(),
      this.probe(),
    ]);
    return {
      countedAt: at,
      byStatus: sumBy(counts, ({ status }) => status),
      byDefinition: countByDefinition(counts),
      rates: ratesOf(counts, started),
      oldestOpenSaga: oldest && { ...oldest, createdAt: oldest.createdAt.toISOString() },
      stuckGroups: failures.groups
        .filter(({ state }) => state === 'stuck')
        .slice(0, STUCK_GROUPS_MAX),
      pipelineQueue: this.engine.queued(),
      backlog,
      broker: { status: this.bus.status(), refusals: this.refusals() },
      database: { status: 'connected', commitMs: Math.round(commitMs * 10) / 10 },
    };
  }

  private refusals(): readonly string[] {
    const { whyDeaf } = this.engine;
    return [...this.bus.refusals(), ...(whyDeaf === null ? [] : [`events: ${whyDeaf}`])];
  }

  private async count(): Promise<Counts> {
    const [counts, started] = await Promise.all([
      this.queries.countByStatus(),
      this.queries.countStarted(),
    ]);
    return { at: new Date().toISOString(), counts, started };
  }
}

function sumBy(
  counts: readonly StatusCount[],
  groupOf: (count: StatusCount) => string,
): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const count of counts) sums[groupOf(count)] = (sums[groupOf(count)] ?? 0) + count.count;
  return sums;
}

function countByDefinition(counts: readonly StatusCount[]): Record<string, Record<string, number>> {
  const definitions = new Set(counts.map(({ definition }) => definition));
  return Object.fromEntries(
    [...definitions].map((definition) => [
      definition,
      sumBy(
        counts.filter((count) => count.definition === definition),
        ({ status }) => status,
      ),
    ]),
  );
}

function ratesOf(counts: readonly StatusCount[], started: StartedCount): OverviewView['rates'] {
  const reached = (status: string): Rate => {
    const own = counts.filter((count) => count.status === status);
    return {
      last5Min: own.reduce((sum, count) => sum + count.reachedLast5Min, 0),
      lastHour: own.reduce((sum, count) => sum + count.reachedLastHour, 0),
    };
  };
  return {
    started,
    completed: reached('completed'),
    compensated: reached('compensated'),
    stuck: reached('stuck'),
  };
}
