import { withinLimit } from '#resilience';
import type { MessageBus } from '#bus';
import type { EngineHost } from '../../workers/engine-host.js';
import type { ReadinessReport } from './health-views.js';

/** One thing that can be wrong with this replica. */
export interface ReadinessFinding {
  /** `degraded`: it takes requests all the same. */
  readonly severity: 'degraded' | 'not-ready';
  /** For people: `the broker is blocked`. */
  readonly reason: string;
}

type Findings = readonly ReadinessFinding[];

/** Looks after one thing. Empty: nothing is wrong. What it throws is taken for `not-ready`. */
export type ReadinessSource = () => Findings | Promise<Findings>;

/** Any number of callers costs one look a second: it takes no key, and writes to the database. */
const FRESH_MS = 1000;
/** What does not say within this how it is, is as good as broken. */
const SOURCE_TIMEOUT_MS = 2500;

/** Whether this replica should get requests: what all its sources say. */
export class Readiness {
  private isDraining = false;
  private kept: { readonly report: Promise<ReadinessReport>; readonly at: number } | null = null;

  constructor(
    private readonly sources: Readonly<Record<string, ReadinessSource>>,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** No more requests, please: this replica is about to close. */
  drain(): void {
    this.isDraining = true;
  }

  /** As of now, or of the last second. */
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

/** One that throws at once rejects as well. */
async function asked(source: ReadinessSource): Promise<Findings> {
  return source();
}

async function findingsOf(name: string, source: ReadinessSource): Promise<Findings> {
  try {
    return await withinLimit(asked(source), SOURCE_TIMEOUT_MS, () => new TooLateError());
  } catch (error) {
    if (error instanceof TooLateError) return notReady(`no word of the ${name} in time`);
    // why is in the answers of all other calls, and in the log
    return notReady(`the ${name} cannot be asked`);
  }
}

/** What a conductor needs; further sources are given beside these. */
export function createReadiness(
  parts: {
    readonly database: { probe(): Promise<number> };
    readonly bus: MessageBus;
  },
  engine: EngineHost,
  further: Readonly<Record<string, ReadinessSource>> = {},
): Readiness {
  return new Readiness({
    // the broker's own source says that it is away
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
