import { setTimeout as delay } from 'node:timers/promises';
import { request } from 'undici';
import { startProduct } from '../contender.js';
import { latencyText, percentile } from '../figures/latencies.js';
import { print } from '../measuring.js';
import { seedSagas } from '../seeded-sagas.js';
import { numberOf } from '../settings.js';

const PAGES = [
  '',
  'status=stuck',
  'status=abandoned',
  'status=completed',
  'definition=seeded-07',
  'definition=seeded-07&version=1&status=compensated',
  'error=NO_STOCK',
  'error=SELDOM',
  'error=!NO_STOCK&status=compensated',
  'key=order-4242',
  'step=create',
  'participant=order',
  'attempts=>=3',
  'unchanged=>80d',
  'age=>89d&status=running',
  'waiting=signal',
  'waiting=executing',
  'waiting=paused',
  'waiting=child',
  'waiting=no-consumer',
  'waiting=outbox',
  'q=order-424242',
  'q=item 77&status=compensated',
  'q=nothing&status=abandoned',
  'q=order',
];
const COUNTS = [
  '',
  'status=completed',
  'definition=seeded-07',
  'waiting=signal',
  'waiting=!signal',
];
const OTHERS = ['/v1/admin/overview', '/v1/admin/failures'];

/** First pages of lists, counts, the overview and groups of failures, with many sagas. */
export async function finding(): Promise<void> {
  const open = numberOf('BENCH_OPEN', 100_000);
  const ended = numberOf('BENCH_ENDED', 1_000_000);
  const requests = numberOf('BENCH_REQUESTS', 50);
  const product = await startProduct();
  const [url = ''] = product.urls;
  await seed(product.databaseUrl, { open, ended });
  await untilCounted(url);
  print(`\n${open} open and ${ended} ended sagas; ${requests} requests each, one after the other`);
  for (const filter of PAGES) await ask(url, `/v1/sagas?${filter}`, requests);
  for (const filter of COUNTS) await ask(url, `/v1/sagas/count?${filter}`, requests);
  for (const path of OTHERS) await ask(url, path, requests);
  await product.stop();
}

async function seed(databaseUrl: string, counts: { open: number; ended: number }): Promise<void> {
  const beginAt = performance.now();
  const seconds = (): string => ((performance.now() - beginAt) / 1000).toFixed(0);
  let shownAt = 0;
  await seedSagas(databaseUrl, {
    ...counts,
    onProgress: (done) => {
      if (performance.now() - shownAt < 10_000) return;
      shownAt = performance.now();
      print(`  ${done}, ${seconds()} s`);
    },
  });
  print(`  seeded in ${seconds()} s`);
}

const COUNTED_WITHIN_MS = 600_000;

/** @throws Error when what has ended is not counted in ten minutes */
async function untilCounted(url: string): Promise<void> {
  const giveUpAt = performance.now() + COUNTED_WITHIN_MS;
  for (;;) {
    const { status, body } = await get(url, '/v1/sagas/count');
    if (status === 200 && (JSON.parse(body) as { isExact: boolean }).isExact) return;
    if (performance.now() > giveUpAt) throw new Error(`it is not counted: ${status} ${body}`);
    await delay(1000);
  }
}

async function ask(url: string, path: string, requests: number): Promise<void> {
  const answers = new Map<string, number>();
  const latencies: number[] = [];
  for (let asked = 0; asked < requests; asked++) {
    const beginAt = performance.now();
    const { status, body } = await get(url, encodeURI(path));
    latencies.push(performance.now() - beginAt);
    const what = status === 200 ? sizeOf(body) : `${status}`;
    answers.set(what, (answers.get(what) ?? 0) + 1);
  }
  const ascending = latencies.toSorted((one, other) => one - other);
  const most = percentile(ascending, 1).toFixed(1);
  const [shown = ''] = [...answers.keys()];
  const others = answers.size > 1 ? `, and ${answers.size - 1} other answers` : '';
  print(`  ${path.padEnd(70)} ${latencyText(ascending)}   max ${most} ms   ${shown}${others}`);
}

/** What came, in short. */
function sizeOf(body: string): string {
  const { items, count } = JSON.parse(body) as { items?: unknown[]; count?: number };
  if (items !== undefined) return `${items.length} items`;
  return count === undefined ? 'ok' : `${count} counted`;
}

async function get(url: string, path: string): Promise<{ status: number; body: string }> {
  const { statusCode, body } = await request(`${url}${path}`);
  return { status: statusCode, body: await body.text() };
}
