import {
  coresText,
  differenceText,
  microsecondsASaga,
  microsecondsText,
  usedBetween,
  type CpuSeconds,
} from './figures/cpu-use.js';
import { cpuSeconds } from './cpu.js';
import type { Contender } from './contender.js';
import { latencyText } from './figures/latencies.js';
import type { LoadResult } from './load.js';
import { pairedRatios, spread } from './rounds.js';
import { serversCpu } from './servers.js';
import { settings } from './settings.js';

export interface Round {
  readonly result: LoadResult;
  readonly sagas: number;
  readonly perSecond: number;
  /** CPU seconds by kind of process. */
  readonly used: CpuSeconds;
}

/** All kinds of processes, the servers and this one included: CPU seconds so far. */
export function cpuOfAll(contender: Contender): CpuSeconds {
  const { conductor = 0, participants = 0 } = contender.cpu();
  const load = cpuSeconds(process.pid, { isAlone: true });
  return { conductor, ...serversCpu(), participants, load };
}

/**
 * Contenders take turns at a load, in each of so many rounds; what came of it is printed. The first
 * one is compared with each of the others. Gives the rounds of each contender.
 */
export async function takeTurns(
  name: string,
  contenders: readonly Contender[],
  load: (contender: Contender) => Promise<LoadResult>,
): Promise<readonly (readonly Round[])[]> {
  print(name);
  const rounds: Round[][] = contenders.map(() => []);
  for (let round = 0; round < settings.rounds; round++) {
    for (const [index, contender] of contenders.entries()) {
      rounds[index]?.push(await measure(contender, () => load(contender)));
    }
  }
  contenders.forEach((contender, index) => report(contender.name, rounds[index] ?? []));
  const [first = [], ...others] = rounds;
  others.forEach((other, index) => {
    compare(`${contenders[0]?.name} against ${contenders[index + 1]?.name}`, first, other);
  });
  print('');
  return rounds;
}

export async function measure(
  contender: Contender,
  run: () => Promise<LoadResult>,
): Promise<Round> {
  const before = cpuOfAll(contender);
  const result = await run();
  const used = usedBetween(before, cpuOfAll(contender));
  return { result, sagas: result.sagas, perSecond: result.sagas / result.seconds, used };
}

/** Rates and CPU are medians over the rounds; the rest is of the round with the median rate. */
export function report(name: string, rounds: readonly Round[]): void {
  const ranked = rounds.toSorted((a, b) => a.perSecond - b.perSecond);
  const shown = ranked[Math.floor(ranked.length / 2)];
  if (!shown) return;
  const { sagas, compensated, seconds, latencies, undoLatencies } = shown.result;
  const perSecond = rounds.map((round) => round.perSecond);
  print(`  ${name.padEnd(14)} ${spread(perSecond, 0)} sagas/s to completion`);
  print(`    sagas            ${sagas}, of them compensated ${compensated}`);
  print(`    latency ms       ${latencyText(latencies)}`);
  if (undoLatencies.length > 0) print(`    from refusal ms  ${latencyText(undoLatencies)}`);
  print(`    CPU cores        ${coresText(shown.used, seconds)}`);
  print(`    CPU us a saga    ${microsecondsText(microsecondsASaga(rounds))}`);
}

function compare(what: string, first: readonly Round[], second: readonly Round[]): void {
  const rates = (rounds: readonly Round[]) => rounds.map(({ perSecond }) => perSecond);
  const ratios = pairedRatios(rates(first), rates(second));
  print(`  ${what}, sagas/s: ${spread(ratios, 2)}`);
  const difference = differenceText(microsecondsASaga(first), microsecondsASaga(second));
  print(`  ${what}, CPU us a saga: ${difference}`);
}

export function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
