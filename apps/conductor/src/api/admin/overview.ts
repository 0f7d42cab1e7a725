import { replyQueue, type MessageBus } from '#bus';
import type { KnownReplica, OverviewQueries, StartedCount, StatusCount } from '#queries';
import type { EngineHost } from '../../workers/engine-host.js';
import { findFailureGroups } from './failure-groups.js';
import type { Failures } from './failure-views.js';
import { CachedResult } from './cached-result.js';
import type { OverviewView, Rate, Rates, ReplicaView } from './overview-view.js';

const STUCK_GROUPS_MAX = 10;

interface Counts {
  readonly at: string;
  readonly counts: readonly StatusCount[];
  readonly started: StartedCount;
}

/** What operators see first. Answers 503 when the database is not available. */
export class Overview {
  private readonly counts: CachedResult<Counts>;
  private readonly failures: CachedResult<Failures>;

  constructor(
    private readonly queries: OverviewQueries,
    private readonly bus: MessageBus,
    private readonly engine: EngineHost,
    /** The first part of the names of queues. */
    private readonly prefix: string,
    /** The duration of a commit, in ms. */
    private readonly probe: () => Promise<number>,
  ) {
    this.counts = new CachedResult(() => this.count());
    this.failures = new CachedResult(() => findFailureGroups(queries));
  }

  findFailures(): Promise<Failures> {
    return this.failures.get();
  }

  async show(): Promise<OverviewView> {
    const [{ at, counts, started }, failures, backlog, oldest, replicas, commitMs] =
      await Promise.all([
        this.counts.get(),
        this.failures.get(),
        this.queries.backlog(),
        this.queries.oldestOpenSaga(),
        this.queries.replicas(),
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
      replicas: replicas.map((each) => this.replicaView(each)),
      broker: { status: this.bus.status(), refusals: this.refusals() },
      database: { status: 'connected', commitMs: Math.round(commitMs * 10) / 10 },
    };
  }

  private replicaView(replica: KnownReplica): ReplicaView {
    const { id, seenAt, hasLeft, brokerLostAt, replyQueues } = replica;
    return {
      id,
      isThis: id === this.engine.replicaId,
      seenAt: seenAt.toISOString(),
      hasLeft,
      brokerLostAt: brokerLostAt?.toISOString() ?? null,
      replyQueues: replyQueues.map(({ number, isHome, fence }) => {
        return { name: replyQueue(this.prefix, number), isHome, fence };
      }),
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

function ratesOf(counts: readonly StatusCount[], started: StartedCount): Rates {
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
