import { Pool } from 'undici';
import { EffectCounts, type Effects } from './figures/effects.js';
import { refusedAtMs } from './figures/refusal.js';
import { settings } from './settings.js';

export interface LoadResult {
  readonly sagas: number;
  readonly compensated: number;
  readonly seconds: number;
  /** From the start to the answer that the saga has ended, in ms, ascending. */
  readonly latencies: readonly number[];
  /**
   * From a participant's refusal to the answer `compensated`, in ms, ascending; empty when answers
   * do not tell the refusal.
   */
  readonly undoLatencies: readonly number[];
  /** Starts that were answered 503 or 429: see `isPatient`. */
  readonly turnedAway: number;
  /** Sagas that had not ended after 60 s: see `isPatient`. Their latency is not in `latencies`. */
  readonly late: number;
  /** What participants have to have done for these sagas. */
  readonly expected: Effects;
}

export interface Order {
  readonly orderId: string;
  readonly amount: number;
  /** The last step has to refuse it. */
  readonly refuse: boolean;
}

/** How a saga is started by a POST, whose answer comes at the saga's end and has its `status`. */
export interface StartForm {
  readonly path: string;
  /** Of an answer that says how the saga ended. */
  readonly statusCode: number;
  bodyOf(order: Order): unknown;
}

export interface LoadOptions {
  /** Default: as conductors take it. */
  readonly start?: StartForm;
  /** Whether the n-th saga, from 1, is refused at its last step. Default: one in `refuseEvery`. */
  readonly isRefused?: (n: number) => boolean;
  /**
   * Counts the starts that are turned away, and sagas that take longer than 60 s. Default: either
   * ends the benchmark.
   */
  readonly isPatient?: boolean;
  /** Ends an open loop before its time. */
  readonly signal?: AbortSignal;
}

/** The address of a conductor, or of its replicas, which take turns. */
export type Urls = string | readonly string[];

/** N callers, each of which waits for its saga's end before it starts the next. */
export async function closedLoop(
  urls: Urls,
  inFlight: number,
  seconds: number,
  options: LoadOptions = {},
): Promise<LoadResult> {
  const client = new Client(urls, inFlight, options);
  const beginAt = performance.now();
  const endAt = beginAt + seconds * 1000;
  const caller = async (): Promise<void> => {
    while (performance.now() < endAt) await client.run(performance.now());
  };
  await Promise.all(Array.from({ length: inFlight }, caller));
  return client.finish(beginAt);
}

/**
 * A fixed rate. Latency counts from the instant a start was due, so that queueing is included.
 */
export async function openLoop(
  urls: Urls,
  perSecond: number,
  seconds: number,
  options: LoadOptions = {},
): Promise<LoadResult> {
  const client = new Client(urls, 512, options);
  const beginAt = performance.now();
  const runs: Promise<void>[] = [];
  for (let index = 0; index < perSecond * seconds && !options.signal?.aborted; index++) {
    const dueAt = beginAt + (index * 1000) / perSecond;
    const waitMs = dueAt - performance.now();
    if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
    runs.push(client.run(dueAt));
  }
  await Promise.all(runs);
  return client.finish(beginAt);
}

const CONDUCTOR: StartForm = {
  path: '/v1/sagas?wait=60s',
  statusCode: 201,
  bodyOf: (order) => ({ definition: 'bench-order', key: order.orderId, input: order }),
};

interface Answer {
  readonly status?: string;
  readonly error?: { readonly message?: string } | null;
}

let started = 0;

class Client {
  private readonly pools: readonly Pool[];
  private readonly isRefused: (n: number) => boolean;
  private readonly start: StartForm;
  private readonly expected = new EffectCounts();
  private readonly latencies: number[] = [];
  private readonly undoLatencies: number[] = [];
  private compensated = 0;
  private turnedAway = 0;
  private late = 0;

  constructor(
    urls: Urls,
    connections: number,
    private readonly options: LoadOptions,
  ) {
    const limits = { connections, pipelining: 1 };
    this.pools = [urls].flat().map((url) => new Pool(url, limits));
    this.start = options.start ?? CONDUCTOR;
    this.isRefused = options.isRefused ?? ((n) => n % settings.refuseEvery === 0);
  }

  async run(dueAt: number): Promise<void> {
    started += 1;
    const refuse = this.isRefused(started);
    const order = { orderId: `order-${started}`, amount: 42.5, refuse };
    const { statusCode, body } = await this.poolOf(started).request({
      method: 'POST',
      path: this.start.path,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(this.start.bodyOf(order)),
    });
    const answer = (await body.json()) as Answer;
    const expected = refuse ? 'compensated' : 'completed';
    if (statusCode === this.start.statusCode && answer.status === expected) {
      this.latencies.push(performance.now() - dueAt);
      this.expected.addSaga(order.orderId, refuse);
      if (refuse) this.noteCompensated(answer);
    } else if (!this.isExcused(statusCode, answer)) {
      throw new Error(`expected ${expected}, got ${statusCode} ${JSON.stringify(answer)}`);
    }
  }

  async finish(beginAt: number): Promise<LoadResult> {
    const seconds = (performance.now() - beginAt) / 1000;
    await Promise.all(this.pools.map((pool) => pool.close()));
    const latencies = this.latencies.sort((a, b) => a - b);
    const undoLatencies = this.undoLatencies.sort((a, b) => a - b);
    const { compensated, turnedAway, late } = this;
    const counts = { sagas: latencies.length, compensated, turnedAway, late };
    return { ...counts, seconds, latencies, undoLatencies, expected: this.expected.take() };
  }

  /** Whether it is only counted. */
  private isExcused(statusCode: number, { status }: Answer): boolean {
    if (this.options.isPatient !== true) return false;
    const isTurnedAway = statusCode === 503 || statusCode === 429;
    const isLate = statusCode === 201 && (status === 'running' || status === 'compensating');
    if (isTurnedAway) this.turnedAway += 1;
    if (isLate) this.late += 1;
    return isTurnedAway || isLate;
  }

  /** They take turns, and take turns at what is refused too, which is each n-th start. */
  private poolOf(n: number): Pool {
    const turn = n + Math.floor(n / settings.refuseEvery);
    const pool = this.pools[turn % this.pools.length];
    if (!pool) throw new Error('no conductor was named');
    return pool;
  }

  private noteCompensated(answer: Answer): void {
    this.compensated += 1;
    const refusedAt = refusedAtMs(answer.error?.message);
    if (refusedAt !== null) this.undoLatencies.push(Date.now() - refusedAt);
  }
}
