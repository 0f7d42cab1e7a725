import {
  coresText,
  differenceText,
  microsecondsASaga,
  microsecondsText,
  usedBetween,
  type CpuSeconds,
} from './figures/cpu-use.js';
import { cpuSeconds } from './cpu.js';
import { latencyText } from './figures/latencies.js';
import type { LoadResult } from './load.js';
import { median, orderOf, pairedRatios, spread } from './rounds.js';
import { serversCpu } from './servers.js';
import { settings } from './settings.js';

export interface Round {
  readonly result: LoadResult;
  readonly sagas: number;
  readonly perSecond: number;
  /** CPU seconds by kind of process. */
  readonly used: CpuSeconds;
  /** Of the other contenders meanwhile, which were idle: cores. 0 when there were none. */
  readonly othersCores: number;
}

/** Who can take turns. */
export interface Measured {
  readonly name: string;
  /** CPU seconds used so far by processes of its own, by kind. */
  cpu(): CpuSeconds;
  /** Which of the servers work for it. Default: all. */
  readonly servers?: readonly string[];
}

/** All kinds of processes, the servers and this one included: CPU seconds so far. */
export function cpuOfAll({ cpu, servers }: Measured): CpuSeconds {
  const { conductor, ...others } = cpu();
  const ofServers = Object.entries(serversCpu()).filter(
    ([name]) => servers?.includes(name) ?? true,
  );
  const load = cpuSeconds(process.pid, { isAlone: true });
  return {
    ...(conductor === undefined ? {} : { conductor }),
    ...Object.fromEntries(ofServers),
    ...others,
    load,
  };
}

/**
 * Contenders take turns at a load; what came of it is printed. The first one is compared with each
 * of the others. Gives the rounds of each contender.
 */
export async function takeTurns<T extends Measured>(
  name: string,
  contenders: readonly T[],
  load: (contender: T) => Promise<LoadResult>,
): Promise<readonly (readonly Round[])[]> {
  const rounds = await runRounds(name, contenders, load);
  const [first = [], ...others] = rounds;
  others.forEach((other, index) => {
    compare(`${contenders[0]?.name} against ${contenders[index + 1]?.name}`, first, other);
  });
  print('');
  return rounds;
}

/** The same without the comparison. In each round another one is first. */
export async function runRounds<T extends Measured>(
  name: string,
  contenders: readonly T[],
  load: (contender: T) => Promise<LoadResult>,
): Promise<readonly (readonly Round[])[]> {
  print(name);
  const rounds = new Map<T, Round[]>(contenders.map((contender) => [contender, []]));
  for (let round = 0; round < settings.rounds; round++) {
    for (const contender of orderOf(contenders, round)) {
      const others = contenders.filter((other) => other !== contender);
      rounds.get(contender)?.push(await measure(contender, () => load(contender), others));
    }
  }
  for (const [contender, ofContender] of rounds) report(contender.name, ofContender);
  return [...rounds.values()];
}

/** `others`: the contenders that are idle meanwhile. */
export async function measure(
  contender: Measured,
  run: () => Promise<LoadResult>,
  others: readonly Measured[] = [],
): Promise<Round> {
  const othersBefore = cpuOfIdle(others);
  const before = cpuOfAll(contender);
  const result = await run();
  const used = usedBetween(before, cpuOfAll(contender));
  const { sagas, seconds } = result;
  const othersCores = (cpuOfIdle(others) - othersBefore) / seconds;
  return { result, sagas, perSecond: sagas / seconds, used, othersCores };
}

/** CPU seconds so far of all these together, without servers. */
function cpuOfIdle(contenders: readonly Measured[]): number {
  return contenders
    .flatMap((contender) => Object.values(contender.cpu()))
    .reduce((sum, seconds) => sum + seconds, 0);
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
  const others = median(rounds.map(({ othersCores }) => othersCores));
  if (others > 0) print(`    the idle others  ${others.toFixed(2)} cores`);
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
