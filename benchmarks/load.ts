import { Pool } from 'undici';
import { settings } from './settings.js';

export interface LoadResult {
  readonly sagas: number;
  readonly compensated: number;
  readonly seconds: number;
  /** In ms, ascending. */
  readonly latencies: readonly number[];
}

/** N callers, each of which waits for its saga's end before it starts the next. */
export async function closedLoop(
  url: string,
  inFlight: number,
  seconds: number,
): Promise<LoadResult> {
  const client = new Client(url, inFlight);
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
  url: string,
  perSecond: number,
  seconds: number,
): Promise<LoadResult> {
  const client = new Client(url, 512);
  const beginAt = performance.now();
  const runs: Promise<void>[] = [];
  for (let index = 0; index < perSecond * seconds; index++) {
    const dueAt = beginAt + (index * 1000) / perSecond;
    const waitMs = dueAt - performance.now();
    if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
    runs.push(client.run(dueAt));
  }
  await Promise.all(runs);
  return client.finish(beginAt);
}

let started = 0;

class Client {
  private readonly pool: Pool;
  private readonly latencies: number[] = [];
  private compensated = 0;

  constructor(url: string, connections: number) {
    this.pool = new Pool(url, { connections, pipelining: 1 });
  }

  async run(dueAt: number): Promise<void> {
    started += 1;
    const refuse = started % settings.refuseEvery === 0;
    const { statusCode, body } = await this.pool.request({
      method: 'POST',
      path: '/v1/sagas?wait=60s',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        definition: 'bench-order',
        key: `order-${started}`,
        input: { orderId: `order-${started}`, amount: 42.5, refuse },
      }),
    });
    const answer = (await body.json()) as { status?: string };
    const expected = refuse ? 'compensated' : 'completed';
    if (statusCode !== 201 || answer.status !== expected) {
      throw new Error(`expected ${expected}, got ${statusCode} ${JSON.stringify(answer)}`);
    }
    if (refuse) this.compensated += 1;
    this.latencies.push(performance.now() - dueAt);
  }

  async finish(beginAt: number): Promise<LoadResult> {
    const seconds = (performance.now() - beginAt) / 1000;
    await this.pool.close();
    const latencies = this.latencies.sort((a, b) => a - b);
    return { sagas: latencies.length, compensated: this.compensated, seconds, latencies };
  }
}

export function percentile(ascending: readonly number[], share: number): number {
  const index = Math.min(ascending.length - 1, Math.floor(ascending.length * share));
  return ascending[index] ?? Number.NaN;
}
