import { replyQueue, type MessageBus } from '#bus';
import type {
  FailureQueries,
  KnownReplica,
  OverviewQueries,
  StartedCount,
  StatusCount,
} from '#queries';
import type { EngineHost } from '../../workers/engine-host.js';
import { toGroupView, type FailureGroup } from '../failures/failure-views.js';
import { CachedResult } from '../caching/cached-result.js';
import type { OverviewView, Rate, Rates, ReplicaView } from './overview-view.js';

const STUCK_GROUPS_MAX = 10;
/** Counting those that are stuck uses half of a connection at most. */
const STUCK_SHARE = 1;

type StuckCount = Pick<StatusCount, 'definition' | 'count'>;

interface Counts {
  readonly at: string;
  readonly isExact: boolean;
  readonly counts: readonly StatusCount[];
  readonly started: readonly StartedCount[];
}

/** What operators see first. Answers 503 when the database is not available. */
export class Overview {
  private readonly counts: CachedResult<Counts>;
  /** What needs a person is counted anew for nearly every call: few sagas are stuck. */
  private readonly stuck: CachedResult<readonly StuckCount[]>;

  constructor(
    private readonly queries: OverviewQueries,
    private readonly failures: FailureQueries,
    private readonly bus: MessageBus,
    private readonly engine: EngineHost,
    /** The first part of the names of queues. */
    private readonly prefix: string,
    /** The duration of a commit, in ms. */
    private readonly probe: () => Promise<number>,
  ) {
    this.counts = new CachedResult(() => this.count());
    this.stuck = new CachedResult(() => this.queries.countStuck(), STUCK_SHARE);
  }

  /** `seen`: the definitions that the caller may see; null: all. */
  async show(seen: readonly string[] | null): Promise<OverviewView> {
    const isSeen = (about: { readonly definition: string }): boolean =>
      seen === null || seen.includes(about.definition);
    const [{ at, isExact, ...all }, stuck, stuckGroups, backlog, oldest, replicas, commitMs] =
      await Promise.all([
        this.counts.get(),
        this.stuck.get(),
        findStuckGroups(this.failures, seen),
        this.queries.backlog(seen),
        this.queries.oldestOpenSaga(seen),
        this.queries.replicas(),
        this.probe(),
      ]);
    const counts = withStuck(all.counts, stuck).filter(isSeen);
    const byStatus = sumBy(counts, ({ status }) => status);
    return {
      countedAt: at,
      isCountExact: isExact,
      byStatus,
      byDefinition: countByDefinition(counts),
      rates: ratesOf(counts, all.started.filter(isSeen)),
      oldestOpenSaga: oldest && { ...oldest, createdAt: oldest.createdAt.toISOString() },
      stuckGroups,
      pipelineQueue: this.engine.queued(),
      backlog: { ...backlog, stuckSagas: byStatus['stuck'] ?? 0 },
      replicas: replicas.map((each) => this.replicaView(each)),
      broker: { status: this.bus.status(), refusals: seen ? [] : this.refusals() },
      database: { status: 'connected', commitMs: Math.round(commitMs * 10) / 10 },
    };
  }

  private replicaView(replica: KnownReplica): ReplicaView {
    const { id, seenAt, hasLeft, brokerLostAt, version, replyQueues } = replica;
    return {
      id,
      isThis: id === this.engine.replicaId,
      seenAt: seenAt.toISOString(),
      hasLeft,
      brokerLostAt: brokerLostAt?.toISOString() ?? null,
      version,
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
    const [isExact, counts, started] = await Promise.all([
      this.queries.isCountExact(),
      this.queries.countByStatus(),
      this.queries.countStarted(),
    ]);
    return { at: new Date().toISOString(), isExact, counts, started };
  }
}

async function findStuckGroups(
  failures: FailureQueries,
  seen: readonly string[] | null,
): Promise<readonly FailureGroup[]> {
  const { groups } = await failures.groups({ seen });
  return groups
    .filter(({ stuck }) => stuck > 0)
    .slice(0, STUCK_GROUPS_MAX)
    .map(toGroupView);
}

/** The counts, with those that are stuck as they are now: the answer says it in one way only. */
function withStuck(
  counts: readonly StatusCount[],
  stuck: readonly StuckCount[],
): readonly StatusCount[] {
  const now = new Map(stuck.map(({ definition, count }) => [definition, count]));
  const known = counts.filter(({ status }) => status === 'stuck');
  const others = counts.filter(({ status }) => status !== 'stuck');
  for (const { definition } of known) if (!now.has(definition)) now.set(definition, 0);
  return [
    ...others,
    ...[...now].map(([definition, count]): StatusCount => {
      const { reachedLast5Min = count, reachedLastHour = count } =
        known.find((each) => each.definition === definition) ?? {};
      return { definition, status: 'stuck', count, reachedLast5Min, reachedLastHour };
    }),
  ];
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

function ratesOf(counts: readonly StatusCount[], started: readonly StartedCount[]): Rates {
  const reached = (status: string): Rate => {
    const own = counts.filter((count) => count.status === status);
    return {
      last5Min: own.reduce((sum, count) => sum + count.reachedLast5Min, 0),
      lastHour: own.reduce((sum, count) => sum + count.reachedLastHour, 0),
    };
  };
  return {
    started: {
      last5Min: started.reduce((sum, { last5Min }) => sum + last5Min, 0),
      lastHour: started.reduce((sum, { lastHour }) => sum + lastHour, 0),
    },
    completed: reached('completed'),
    compensated: reached('compensated'),
    stuck: reached('stuck'),
  };
}
