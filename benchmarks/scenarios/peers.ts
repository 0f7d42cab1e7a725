import { startBaseline, startProduct } from '../contender.js';
import { findWrongEffects } from '../figures/effects.js';
import { percentile } from '../figures/latencies.js';
import { closedLoop, openLoop, type LoadOptions, type LoadResult } from '../load.js';
import { print, runRounds, type Round } from '../measuring.js';
import { median, spread } from '../rounds.js';
import { numberOf, settings } from '../settings.js';
import { choose, packagesOf, type PeerChoice } from '../peers/choice.js';
import { compareWithProduct, type Series } from '../peers/comparison.js';
import { startDbos } from '../peers/dbos.js';
import type { Peer } from '../peers/peer.js';
import { startRestate } from '../peers/restate.js';

/** Below this share of the open loop's rate a latency is that of a queue that only grows. */
const KEEPS_UP_FROM = 0.9;

type Load = (peer: Peer, options: LoadOptions) => Promise<LoadResult>;

/**
 * The product, the yardstick and other engines take turns at the same saga. `BENCH_PEERS` chooses
 * among them. After each turn, what was done is held against the answers; if it is not the same,
 * the run goes on, and ends with code 1.
 */
export async function peers(): Promise<void> {
  const choices = choose(process.env['BENCH_PEERS']);
  print(`contenders     ${choices.map(({ name }) => name).join(', ')}`);
  print(`packages       ${packagesOf(choices).join(', ') || 'none'}\n`);
  const contenders: Peer[] = [];
  for (const choice of choices) contenders.push(await start(choice));
  for (const peer of contenders) {
    await checked(peer, ({ urls }, options) =>
      closedLoop(urls, 64, settings.warmUpSeconds, options),
    );
  }
  const measure = (name: string, load: Load) =>
    runRounds(name, contenders, (peer) => checked(peer, load));
  for (const inFlight of settings.inFlight) {
    const rounds = await measure(`closed loop, ${inFlight} in flight`, ({ urls }, options) =>
      closedLoop(urls, inFlight, settings.seconds, options),
    );
    compareRates(choices, rounds);
  }
  const perSecond = numberOf('BENCH_RATE', 200);
  const rounds = await measure(`open loop, ${perSecond}/s`, ({ urls }, options) =>
    openLoop(urls, perSecond, settings.seconds, options),
  );
  compareLatencies(choices, rounds, perSecond * KEEPS_UP_FROM);
  if (process.exitCode === undefined) {
    print('effects          of all sagas, each done once, and undone when it had to be\n');
  }
  for (const peer of contenders) await peer.stop();
}

function start({ name, family }: PeerChoice): Promise<Peer> {
  if (name === 'product') return startProduct();
  if (name === 'baseline') return startBaseline();
  if (name === 'dbos') return startDbos();
  return startRestate({
    name,
    service: family === 'restate-run' ? 'saga-by-run' : 'saga-by-calls',
    partitions: Number(name.split('-').at(-1)),
    dir: process.env['BENCH_SERVERS_DIR'] ?? '',
  });
}

async function checked(peer: Peer, load: Load): Promise<LoadResult> {
  await peer.takeEffects(); // what came late is not of this turn
  const result = await load(peer, peer.start ? { start: peer.start } : {});
  const wrong = findWrongEffects(result.expected, await peer.takeEffects());
  for (const line of wrong) print(`  WRONG EFFECTS of ${peer.name}: ${line}`);
  if (wrong.length > 0) process.exitCode = 1;
  return result;
}

function compareRates(choices: readonly PeerChoice[], rounds: readonly (readonly Round[])[]): void {
  const series = seriesOf(choices, rounds, ({ perSecond }) => perSecond);
  for (const { name, ratios } of compareWithProduct(series, 'highest')) {
    print(`  product against ${name}, sagas/s: ${spread(ratios, 2)}`);
  }
  print('');
}

/** `enough`: the rate in sagas/s from which a latency is compared. */
function compareLatencies(
  choices: readonly PeerChoice[],
  rounds: readonly (readonly Round[])[],
  enough: number,
): void {
  const slow = seriesOf(choices, rounds, ({ perSecond }) => perSecond)
    .filter(({ values }) => median(values) < enough)
    .map(({ name }) => name);
  for (const name of slow) print(`  ${name} did not keep up: its latency is not compared`);
  for (const share of [0.5, 0.99]) {
    const series = seriesOf(choices, rounds, ({ result }) => percentile(result.latencies, share));
    const keepingUp = series.filter(({ name }) => !slow.includes(name));
    for (const { name, ratios } of compareWithProduct(keepingUp, 'lowest')) {
      print(`  product against ${name}, p${share * 100}: ${spread(ratios, 2)}`);
    }
  }
  print('');
}

function seriesOf(
  choices: readonly PeerChoice[],
  rounds: readonly (readonly Round[])[],
  figure: (round: Round) => number,
): Series[] {
  return choices.map((choice, index) => ({ ...choice, values: (rounds[index] ?? []).map(figure) }));
}
