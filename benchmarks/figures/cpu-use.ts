import { median, spread } from '../rounds.js';

/** CPU seconds that each kind of process has used so far. */
export type CpuSeconds = Readonly<Record<string, number>>;

/** What a round used, by kind of process: CPU seconds. */
export function usedBetween(before: CpuSeconds, after: CpuSeconds): CpuSeconds {
  const used = Object.entries(after).map(([name, at]) => [name, at - (before[name] ?? 0)]);
  return Object.fromEntries(used) as CpuSeconds;
}

/** Cores in use on average, by kind of process: `conductor 0.47   broker 0.51`. */
export function coresText(used: CpuSeconds, seconds: number): string {
  return Object.entries(used)
    .map(([name, cpu]) => `${name} ${(cpu / seconds).toFixed(2)}`)
    .join('   ');
}

/** CPU for one saga in microseconds, by kind of process and of all: a figure for each round. */
export function microsecondsASaga(
  rounds: readonly { readonly used: CpuSeconds; readonly sagas: number }[],
): Record<string, number[]> {
  const figures: Record<string, number[]> = {};
  for (const { used, sagas } of rounds) {
    const all = Object.values(used).reduce((sum, cpu) => sum + cpu, 0);
    for (const [name, cpu] of Object.entries({ ...used, all })) {
      (figures[name] ??= []).push((cpu * 1e6) / sagas);
    }
  }
  return figures;
}

/** Medians over the rounds, with ranges: `conductor 1712 [1650-1790]   all 3652 [3600-3700]`. */
export function microsecondsText(figures: Readonly<Record<string, readonly number[]>>): string {
  return Object.entries(figures)
    .map(([name, values]) => `${name} ${spread(values, 0)}`)
    .join('   ');
}

/** By kind of process, what the first costs more than the second: medians, in microseconds. */
export function differenceText(
  first: Readonly<Record<string, readonly number[]>>,
  second: Readonly<Record<string, readonly number[]>>,
): string {
  return Object.entries(first)
    .map(([name, values]) => {
      const more = Math.round(median(values) - median(second[name] ?? [0]));
      return `${name} ${more < 0 ? '' : '+'}${more}`;
    })
    .join('   ');
}
