import { withinLimit } from '#resilience';
import type { MessageBus } from '#bus';
import type { EngineHost } from '../../workers/engine-host.js';
import type { ReadinessReport } from './health-views.js';

/** One condition that may be wrong with this replica. */
export interface ReadinessFinding {
  /** `degraded`: it still accepts requests. */
  readonly severity: 'degraded' | 'not-ready';
  /** A message for people: `the broker is blocked`. */
  readonly reason: string;
}

type Findings = readonly ReadinessFinding[];

/** Checks one condition. An empty list: nothing is wrong. A throw counts as `not-ready`. */
export type ReadinessSource = () => Findings | Promise<Findings>;

/**
 * Checks at most once a second: the endpoint needs no key, and the check writes to the database.
 */
const FRESH_MS = 1000;
/** A check that takes longer than this counts as failed. */
const SOURCE_TIMEOUT_MS = 2500;

/** Decides from all its sources whether this replica should receive requests. */
export class Readiness {
  private isDraining = false;
  private kept: { readonly report: Promise<ReadinessReport>; readonly at: number } | null = null;

  constructor(
    private readonly sources: Readonly<Record<string, ReadinessSource>>,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Reports not ready from now on: this replica is about to close. */
  drain(): void {
    this.isDraining = true;
  }

  /** The readiness now, or as it was at most a second ago. */
  check(): Promise<ReadinessReport> {
    if (this.isDraining) return Promise.resolve({ status: 'not-ready', reasons: ['draining'] });
    if (this.kept === null || this.now() - this.kept.at >= FRESH_MS) {
      this.kept = { report: this.ask(), at: this.now() };
    }
    return this.kept.report;
  }

  private async ask(): Promise<ReadinessReport> {
    const asked = Object.entries(this.sources).map(([name, source]) => findingsOf(name, source));
    const findings = (await Promise.all(asked)).flat();
    const isOut = findings.some(({ severity }) => severity === 'not-ready');
    return {
      status: isOut ? 'not-ready' : findings.length > 0 ? 'degraded' : 'ready',
      reasons: findings.map(({ reason }) => reason),
    };
  }
}

class TooLateError extends Error {
  readonly code = 'TOO_LATE';
}

/** A source that throws synchronously counts as rejected too. */
async function asked(source: ReadinessSource): Promise<Findings> {
  return source();
}

async function findingsOf(name: string, source: ReadinessSource): Promise<Findings> {
  try {
    return await withinLimit(asked(source), SOURCE_TIMEOUT_MS, () => new TooLateError());
  } catch (error) {
    if (error instanceof TooLateError) return notReady(`the ${name} did not answer in time`);
    // the cause is in the answers to all other calls, and in the log
    return notReady(`the ${name} cannot be checked`);
  }
}

/** The conditions that a conductor needs; further sources are passed in beside these. */
export function createReadiness(
  parts: {
    readonly database: { probe(): Promise<number> };
    readonly bus: MessageBus;
  },
  engine: EngineHost,
  further: Readonly<Record<string, ReadinessSource>> = {},
): Readiness {
  return new Readiness({
    // the broker's own source reports that it is away
    replies: () =>
      engine.isSubscribed || engine.isWaitingForBroker
        ? []
        : notReady('not subscribed to replies yet'),
    database: async () => {
      try {
        await parts.database.probe();
      } catch {
        return notReady('the database does not commit');
      }
      return engine.isStoreAvailable ? [] : notReady('the database does not take our work');
    },
    broker: () => {
      const status = parts.bus.status();
      const away = status === 'connected' ? [] : [`the broker is ${status}`];
      return [...away, ...parts.bus.refusals()].map((reason) => ({ severity: 'degraded', reason }));
    },
    events: () => {
      const { whyDeaf } = engine;
      const reason = `events that start sagas may not arrive: ${whyDeaf}`;
      return whyDeaf === null ? [] : [{ severity: 'degraded', reason }];
    },
    load: () => {
      const { overloadFinding: finding } = engine;
      return finding === null ? [] : [finding];
    },
    ...further,
  });
}

function notReady(reason: string): Findings {
  return [{ severity: 'not-ready', reason }];
}
