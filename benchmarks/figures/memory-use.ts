import { median } from '../rounds.js';

/** The memory of a conductor at one instant, in MB (10^6 bytes). */
export interface MemoryUse {
  readonly rss: number;
  readonly heapUsed: number;
}

/** Asks a conductor for it. */
export async function readMemory(url: string): Promise<MemoryUse> {
  const answer = await fetch(`${url}/metrics`);
  return memoryOf(await answer.text());
}

/** @throws Error when the metrics do not have it */
export function memoryOf(metrics: string): MemoryUse {
  const mbOf = (name: string): number => {
    const [, value] = new RegExp(`^${name} (\\S+)$`, 'm').exec(metrics) ?? [];
    if (value === undefined) throw new Error(`the metrics have no ${name}`);
    return Number(value) / 1e6;
  };
  return {
    rss: mbOf('process_resident_memory_bytes'),
    heapUsed: mbOf('nodejs_heap_size_used_bytes'),
  };
}

export interface TimedMemory extends MemoryUse {
  /** Seconds since the first one. */
  readonly at: number;
}

/** For each minute the median of the memory in use, and the least of the heap, in order. */
export function memoryByMinute(samples: readonly TimedMemory[]): readonly MemoryUse[] {
  const minutes = new Map<number, TimedMemory[]>();
  for (const sample of samples) {
    const minute = Math.floor(sample.at / 60);
    minutes.set(minute, [...(minutes.get(minute) ?? []), sample]);
  }
  return [...minutes].map(([, ofMinute]) => ({
    rss: median(ofMinute.map(({ rss }) => rss)),
    heapUsed: Math.min(...ofMinute.map(({ heapUsed }) => heapUsed)),
  }));
}

/** The slope of the line that fits best, in MB a minute; NaN for fewer than two minutes. */
export function growthPerMinute(values: readonly number[]): number {
  const meanAt = (values.length - 1) / 2;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  let [covariance, variance] = [0, 0];
  values.forEach((value, at) => {
    covariance += (at - meanAt) * (value - mean);
    variance += (at - meanAt) ** 2;
  });
  return covariance / variance;
}
