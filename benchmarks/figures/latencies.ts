/** The one below which this share of them lie; NaN when there is none. `share` is from 0 to 1. */
export function percentile(ascending: readonly number[], share: number): number {
  const index = Math.min(ascending.length - 1, Math.floor(ascending.length * share));
  return ascending[index] ?? Number.NaN;
}

/** `p50 1.0   p95 2.0   p99 3.0`, in ms; of none: a dash each. */
export function latencyText(ascending: readonly number[]): string {
  const text = (share: number): string => {
    const ms = percentile(ascending, share);
    return Number.isNaN(ms) ? '-' : ms.toFixed(1);
  };
  return [50, 95, 99].map((per) => `p${per} ${text(per / 100)}`).join('   ');
}
