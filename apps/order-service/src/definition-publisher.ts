import type { ParticipantLogger } from '#participant';
import { backoffMs, pause } from '#resilience';
import type { ConductorClient } from './conductor-client.js';

/** An answer within this time after the start comes before the first order. */
const FIRST_TIMEOUT_MS = 2_000;
const BACKOFF = { initialMs: 250, maxMs: 30_000 };

/** Posts the definition that `order.placed` starts, and repeats that until the conductor has it. */
export class DefinitionPublisher {
  private readonly stopping = new AbortController();
  private publishing: Promise<void> = Promise.resolve();

  constructor(
    private readonly conductor: ConductorClient,
    private readonly logger: ParticipantLogger,
  ) {}

  /** Waits for the first try; further tries run in the background. */
  async start(): Promise<void> {
    if (await this.publish(AbortSignal.timeout(FIRST_TIMEOUT_MS))) return;
    this.publishing = this.publishPatiently();
  }

  /** True: the conductor has it. */
  async publish(signal: AbortSignal): Promise<boolean> {
    const answer = await this.conductor.publishDefinition(signal);
    if (answer.type === 'published') return true;
    if (this.stopping.signal.aborted) return false;
    const { type, reason } = answer;
    if (type === 'refused') this.logger.error({ reason }, 'the conductor refuses the definition');
    else this.logger.warn({ reason }, 'the definition is not published yet');
    return false;
  }

  async close(): Promise<void> {
    this.stopping.abort();
    await this.publishing;
  }

  private async publishPatiently(): Promise<void> {
    const { signal } = this.stopping;
    let isPublished = false;
    for (let attempt = 1; !isPublished && !signal.aborted; attempt += 1) {
      await pause(backoffMs(attempt, BACKOFF), signal);
      isPublished = !signal.aborted && (await this.publish(signal));
    }
  }
}
