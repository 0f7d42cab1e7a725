import { replay, type SagaState } from '#engine';
import type { HistoryQueries } from '#queries';
import { ApiError } from '../edge/api-error.js';

/** Limits of rebuilding the past of one saga. */
export interface PastLimits {
  /** Transitions that are read at once. */
  readonly pageMax: number;
  /** A version that comes after more transitions is not rebuilt. */
  readonly transitionsMax: number;
  /** What has not been rebuilt by then is given up. */
  readonly timeMaxMs: number;
  /** Others are served after so long: large loops take a while. */
  readonly turnMs: number;
}

export const PAST_LIMITS: PastLimits = {
  ...{ pageMax: 500, transitionsMax: 50_000, timeMaxMs: 10_000, turnMs: 20 },
};

export interface PastTransition {
  readonly before: SagaState | null;
  readonly transition: Parameters<typeof replay>[1];
}

/** Rebuilds sagas as they were, from their histories: nothing else of the past is kept. */
export class PastSagas {
  constructor(
    private readonly histories: Pick<HistoryQueries, 'transitions'>,
    private readonly limits: PastLimits = PAST_LIMITS,
  ) {}

  /**
   * The saga after the transition that gave it this version, from 1.
   *
   * @throws ApiError HISTORY_TOO_LONG, HISTORY_INCOMPLETE, READ_TOO_SLOW
   */
  async at(sagaId: string, version: number): Promise<SagaState> {
    const { transitionsMax, timeMaxMs } = this.limits;
    if (version > transitionsMax) throw tooLong(transitionsMax);
    const turns = new Turns(this.limits.turnMs, performance.now() + timeMaxMs);
    let state: SagaState | null = null;
    while (state === null || state.version < version)
      state = await this.go(state, { sagaId, version }, turns);
    return state;
  }

  /**
   * The transition that gave the saga this version, and the saga right before it; null: it began
   * with it.
   *
   * @throws ApiError HISTORY_TOO_LONG, HISTORY_INCOMPLETE, READ_TOO_SLOW
   */
  async transition(sagaId: string, version: number): Promise<PastTransition> {
    const after = version - 1;
    const before = after === 0 ? null : await this.at(sagaId, after);
    const { rows } = await this.histories.transitions(sagaId, { after, limit: 1 });
    const [row] = rows;
    if (row?.version !== version) throw incomplete(version);
    return { before, transition: { at: row.at.getTime(), events: row.events } };
  }

  private async go(
    from: SagaState | null,
    { sagaId, version }: { readonly sagaId: string; readonly version: number },
    turns: Turns,
  ): Promise<SagaState> {
    const after = from?.version ?? 0;
    const limit = Math.min(this.limits.pageMax, version - after);
    const { rows } = await this.histories.transitions(sagaId, { after, limit });
    let state = from;
    for (const { version: next, at, events } of rows) {
      if (next !== (state?.version ?? 0) + 1) break;
      state = replay(state, { at: at.getTime(), events });
      await turns.take();
    }
    if (state === null || state === from) throw incomplete(after + 1);
    return state;
  }
}

/** Lets others have their turn, and ends what takes too long. */
class Turns {
  private since = performance.now();

  constructor(
    private readonly turnMs: number,
    private readonly endsAt: number,
  ) {}

  /** @throws ApiError READ_TOO_SLOW */
  async take(): Promise<void> {
    const now = performance.now();
    if (now > this.endsAt) {
      throw new ApiError(
        'READ_TOO_SLOW',
        'The saga did too much until then to be rebuilt in time.',
      );
    }
    if (now - this.since < this.turnMs) return;
    await new Promise((resolve) => setImmediate(resolve));
    this.since = performance.now();
  }
}

function tooLong(max: number): ApiError {
  const detail = `Only the first ${max.toLocaleString('en')} versions of a saga are shown.`;
  return new ApiError('HISTORY_TOO_LONG', detail);
}

function incomplete(version: number): ApiError {
  const detail = `What led to version ${version} is not in the history any more.`;
  return new ApiError('HISTORY_INCOMPLETE', detail);
}
