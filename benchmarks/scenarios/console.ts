import type { Browser } from 'playwright-core';
import { heapMib, openPage, startBrowser, type OpenPage } from '../console/open-page.js';
import { clickToSeen, scroll, seenAfter, watchRows, watchShifts } from '../console/looks.js';
import { longSaga, signalled, startWaiting, WAITING_DEFINITION } from '../console/sagas.js';
import { startProduct, type Contender } from '../contender.js';
import { query } from '../databases.js';
import { latencyText } from '../figures/latencies.js';
import { closedLoop, openLoop } from '../load.js';
import { print } from '../measuring.js';
import { seedSagas } from '../seeded-sagas.js';
import { definition, numberOf, settings } from '../settings.js';

/** 1.6 Mbit/s, a round trip of 150 ms, a processor four times slower. */
const SLOW = { cpu: 4, bytesPerSecond: 200_000, latencyMs: 150 } as const;
const SLOW_WITHOUT_LATENCY = { ...SLOW, latencyMs: 0 } as const;
const HEADING = 'h1';
const ROW = 'main tbody tr a';
const EVENTS = '[role="listbox"][aria-label="Events"]';

/** What the console costs those who look, in a real browser, while the conductor works. */
export async function inBrowser(): Promise<void> {
  const definitions = [definition, WAITING_DEFINITION];
  const product = await startProduct({ definitions });
  const browser = await startBrowser();
  const [url = ''] = product.urls;
  await firstView(browser, url);
  if (numberOf('BENCH_EVENTS', 10_000) > 0) await longHistory(browser, product);
  await liveRows(browser, product);
  await hourLive(browser, product);
  await manySagas(browser, product);
  await browser.close();
  await product.stop();
}

async function firstView(browser: Browser, url: string): Promise<void> {
  const looks = [
    ['slow line, no latency', SLOW_WITHOUT_LATENCY],
    ['slow line, 150 ms', SLOW],
    ['as it is', undefined],
  ] as const;
  for (const [name, slowness] of looks) {
    const times: number[] = [];
    for (let round = 0; round < numberOf('BENCH_LOOKS', 9); round++) {
      const opened = await openPage(browser, slowness);
      await opened.page.goto(url, { waitUntil: 'commit' });
      times.push(await seenAfter(opened.page, HEADING));
      await opened.close();
    }
    print(`  first view, ${name.padEnd(22)} ${latencyText(ascending(times))} ms to its heading`);
  }
}

async function manySagas(browser: Browser, product: Contender): Promise<void> {
  const open = numberOf('BENCH_OPEN', 100_000);
  await seedSagas(product.databaseUrl, { open, ended: 0 });
  const times: number[] = [];
  let nodes = 0;
  for (let round = 0; round < numberOf('BENCH_LOOKS', 9); round++) {
    const opened = await openPage(browser);
    await opened.page.goto(product.urls[0] ?? '');
    await seenAfter(opened.page, HEADING);
    times.push(await clickToSeen(opened.page, 'nav a[href$="/sagas"]', ROW));
    nodes = await opened.page.evaluate<number>(`document.querySelectorAll('*').length`);
    await opened.close();
  }
  const took = latencyText(ascending(times));
  print(`  list of ${open} open   ${took} ms from click to row; ${nodes} nodes`);
}

/** Fifty sagas in the list change while others come and go. */
async function liveRows(browser: Browser, product: Contender): Promise<void> {
  const [url = ''] = product.urls;
  const ids = await startWaiting(url, 50);
  const opened = await openPage(browser);
  await opened.page.goto(`${url}/sagas?definition=${WAITING_DEFINITION.name}`);
  await seenAfter(opened.page, ROW);
  const shifts = await watchShifts(opened.page);
  const rows = await watchRows(opened.page, 'running');
  const load = openLoop(product.urls, numberOf('BENCH_RATE', 200), settings.seconds);
  await signalled(url, ids, settings.seconds);
  await load;
  const painted = new Map(await rows());
  const written = await writtenAt(product, ids);
  const latencies = ids.map((id) => (painted.get(id) ?? NaN) - (written.get(id) ?? NaN));
  const seen = ascending(latencies.filter((ms) => !Number.isNaN(ms)));
  print(`  from write to pixel   ${latencyText(seen)} ms; ${seen.length} of ${ids.length} seen`);
  print(`  shift of the layout   ${await shifts()}`);
  await opened.close();
}

/** When the row of the batch that ended a saga was written, in ms since the epoch. */
async function writtenAt(
  { databaseUrl }: Contender,
  ids: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const rows = await query<{ id: string; at: number }>(
    databaseUrl,
    `select left(change, 36) as id, max(date_part('epoch', at) * 1000) as at
       from saga_change, unnest(string_to_array(changes, ' ')) as change
      where left(change, 36) = any($1) group by 1`,
    [ids],
  );
  return new Map(rows.map(({ id, at }) => [id, at]));
}

async function longHistory(browser: Browser, product: Contender): Promise<void> {
  const [url = ''] = product.urls;
  const { id, events } = await longSaga(url, numberOf('BENCH_EVENTS', 10_000));
  const opened = await openPage(browser);
  await opened.page.goto(`${url}/sagas/${id}`);
  await seenAfter(opened.page, EVENTS);
  const { framesPerSecond, nodes } = await scroll(opened.page, EVENTS, 5);
  print(
    `  history of ${events}     ${framesPerSecond.toFixed(1)} frames/s; ${nodes} nodes at most`,
  );
  await opened.close();
}

/** As many transitions as an hour at 200 a second has, as fast as they come. */
async function hourLive(browser: Browser, product: Contender): Promise<void> {
  const [url = ''] = product.urls;
  const wanted = numberOf('BENCH_TRANSITIONS', 720_000);
  const opened = await openPage(browser);
  await opened.page.goto(`${url}/sagas`);
  await seenAfter(opened.page, HEADING);
  const before = await heapMib(opened);
  const beginAt = await transitionsIn(product);
  let made = 0;
  let most = before;
  while (made < wanted) {
    await closedLoop(product.urls, 128, settings.seconds);
    made = (await transitionsIn(product)) - beginAt;
    most = Math.max(most, await heapMib(opened));
  }
  const heaps = [before, await heapMib(opened), most].map((mib) => mib.toFixed(0));
  const [first, last, highest] = heaps;
  const heap = `heap ${first} MiB, then ${last} MiB, ${highest} MiB at most`;
  print(`  ${made} transitions   ${heap}; ${await isLive(opened)}`);
  await opened.close();
}

async function isLive({ page }: OpenPage): Promise<string> {
  return page.getByRole('status').first().innerText();
}

async function transitionsIn({ databaseUrl }: Contender): Promise<number> {
  const text = 'select count(*)::float as count from saga_event';
  const [row] = await query<{ count: number }>(databaseUrl, text, []);
  return row?.count ?? 0;
}

function ascending(values: readonly number[]): number[] {
  return values.toSorted((one, other) => one - other);
}
