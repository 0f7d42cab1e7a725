import { setTimeout as delay } from 'node:timers/promises';
import { FATES, STARTED } from './judging/fates.js';
import type { SagaInput } from './definitions.js';
import { between, pick, randomOf, type Random } from './planning/random.js';

/** A saga that a caller requested, and the answer. */
export interface Start {
  /** The saga's business key, and the start's idempotency key. */
  readonly key: string;
  readonly definition: string;
  readonly input: SagaInput;
  readonly wantedAt: number;
  /** Null: nobody said yet that it has begun. */
  sagaId: string | null;
  acknowledgedAt: number | null;
  /** An answer that repeating the call does not change. */
  refusedWith: string | null;
}

export interface LoadOptions {
  readonly urls: readonly string[];
  readonly seed: number;
  /** Starts per second. */
  readonly rate: number;
}

const REFUSED_SHARE = 0.2;
const WORK_MS = [5, 120] as const;
/** `one-attempt` has 5 s: a participant that works takes a fifth of them at most. */
const LONG_WORK_MS = [100, 1_000] as const;
const SHELVES = 5;
const SIGNAL_AFTER_MS = [0, 4_000] as const;
/** A caller that waits longer was let down: a 503 was due within 10 s. */
const CALL_MAX_MS = 12_000;
const BACK_OFF_MS = [250, 4_000] as const;
/** How many starts may wait for an answer; beyond this no more are requested. */
const PENDING_MAX = 400;

/** Requests sagas at a steady rate from both conductors in turn, and repeats unanswered calls. */
export class Load {
  readonly starts: Start[] = [];
  /** Calls by result: `201`, `503`, `no answer in 12 s`. */
  readonly answers = new Map<string, number>();
  private readonly pending = new Set<Promise<void>>();
  private timer: NodeJS.Timeout | undefined;
  private isOver = false;
  private readonly random: Random;

  constructor(private readonly options: LoadOptions) {
    this.random = randomOf(options.seed, 'load');
  }

  get pendingCount(): number {
    return this.pending.size;
  }

  begin(): void {
    this.timer = setInterval(() => this.want(), 1_000 / this.options.rate);
  }

  /** Requests no more sagas; earlier requests are still repeated. */
  stop(): void {
    clearInterval(this.timer);
  }

  /** Stops repeating calls. */
  async end(): Promise<void> {
    this.stop();
    this.isOver = true;
    await Promise.all(this.pending);
  }

  private want(): void {
    const start = this.next();
    if (this.pending.size >= PENDING_MAX) return;
    this.starts.push(start);
    const asking = this.see(start).finally(() => this.pending.delete(asking));
    this.pending.add(asking);
  }

  private next(): Start {
    const { random } = this;
    const definition = pick(random, STARTED);
    const { refusable = [] } = FATES[definition] ?? {};
    const workMs = between(random, definition === 'one-attempt' ? LONG_WORK_MS : WORK_MS);
    const isRefused = random() < REFUSED_SHARE;
    const refuseAt = isRefused ? pick(random, refusable) : null;
    const input = { workMs, refuseAt, shelf: between(random, [1, SHELVES]) };
    return {
      key: `saga-${this.options.seed}-${this.starts.length}`,
      definition,
      input,
      wantedAt: Date.now(),
      sagaId: null,
      acknowledgedAt: null,
      refusedWith: null,
    };
  }

  private async see(start: Start): Promise<void> {
    const { definition, key, input } = start;
    const answer = await this.insist('/v1/sagas', key, { definition, key, input });
    if (!answer) return;
    if (answer.status > 201) {
      start.refusedWith = `${answer.status} ${answer.text}`;
      return;
    }
    start.acknowledgedAt = Date.now();
    start.sagaId = (JSON.parse(answer.text) as { readonly id: string }).id;
    if (!FATES[definition]?.isSignalled) return;
    await delay(between(randomOf(this.options.seed, key), SIGNAL_AFTER_MS));
    const path = `/v1/sagas/${start.sagaId}/signals/go`;
    const signalled = await this.insist(path, `${key}-go`, { by: 'the load' });
    // 409: an earlier call of this one took effect, though its answer never came.
    if (signalled && ![202, 409].includes(signalled.status)) {
      start.refusedWith = `signal: ${signalled.status} ${signalled.text}`;
    }
  }

  /** Repeats until there is a final answer; null: the run ended first. */
  private async insist(path: string, idempotencyKey: string, body: object) {
    let waitMs: number = BACK_OFF_MS[0];
    for (let turn = this.starts.length; !this.isOver; turn++) {
      const url = this.options.urls[turn % this.options.urls.length] ?? '';
      const answer = await this.call(`${url}${path}`, idempotencyKey, body);
      if (answer && answer.status < 500 && answer.status !== 429) return answer;
      await delay(waitMs * (0.5 + Math.random() / 2));
      waitMs = Math.min(waitMs * 2, BACK_OFF_MS[1]);
    }
    return null;
  }

  private async call(url: string, idempotencyKey: string, body: object) {
    try {
      const answer = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'idempotency-key': idempotencyKey },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(CALL_MAX_MS),
      });
      const text = await answer.text();
      this.count(String(answer.status));
      return { status: answer.status, text };
    } catch (error) {
      const isLate = error instanceof Error && error.name === 'TimeoutError';
      this.count(isLate ? `no answer in ${CALL_MAX_MS / 1_000} s` : 'no connection');
      return null;
    }
  }

  private count(answer: string): void {
    this.answers.set(answer, (this.answers.get(answer) ?? 0) + 1);
  }
}
