import type { MessageBus } from '#contracts';
import type { OverviewQueries } from '#persistence';
import type { Engine } from '../../workers/engine.js';

export interface ReadinessReport {
  /**
   * `degraded`: the broker is away, takes nothing, or refuses this account something; starts are
   * safe, they wait in the outbox.
   */
  readonly status: 'ready' | 'degraded' | 'not-ready';
  /** What is wrong; empty: nothing. */
  readonly reasons: readonly string[];
}

/** A database that does not answer within this is as good as away. */
const PROBE_TIMEOUT_MS = 2_000;

/** Whether this replica should get requests. */
export class Readiness {
  private isDraining = false;

  constructor(
    private readonly overview: OverviewQueries,
    private readonly bus: MessageBus,
    private readonly engine: Engine,
  ) {}

  /** No more requests, please: this replica is about to close. */
  drain(): void {
    this.isDraining = true;
  }

  async check(): Promise<ReadinessReport> {
    if (this.isDraining) return notReady('draining');
    if (!this.engine.isSubscribed) return notReady('not subscribed to replies yet');
    if (!(await this.canCommit())) return notReady('the database does not commit');
    const broker = this.bus.status();
    const reasons = broker === 'connected' ? [] : [`the broker is ${broker}`];
    reasons.push(...this.bus.refusals());
    return { status: reasons.length === 0 ? 'ready' : 'degraded', reasons };
  }

  private async canCommit(): Promise<boolean> {
    let timer: NodeJS.Timeout | undefined;
    const tooLate = new Promise<boolean>((resolve) => {
      timer = setTimeout(() => resolve(false), PROBE_TIMEOUT_MS);
    });
    const probe = this.overview.probeCommitMs().then(
      () => true,
      () => false, // why is in the answers of all other calls
    );
    try {
      return await Promise.race([probe, tooLate]);
    } finally {
      clearTimeout(timer);
    }
  }
}

function notReady(reason: string): ReadinessReport {
  return { status: 'not-ready', reasons: [reason] };
}
