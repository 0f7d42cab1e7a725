const MS_PER_UNIT: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** The longest duration in a definition, and the longest time a saga may take: 365 days. */
export const DURATION_MAX_MS = 365 * 86_400_000;

const DURATION = /^(\d{1,12}(?:\.\d{1,12})?)(ms|s|m|h|d)$/;

/**
 * `"200ms"`, `"1.5s"`, `"15m"`, `"24h"`, `"7d"` in whole ms, rounded; null: not a duration, less
 * than 1 ms, or more than 365 days.
 */
export function parseDuration(text: string): number | null {
  const match = DURATION.exec(text);
  if (match === null) return null;
  const ms = Math.round(Number(match[1]) * (MS_PER_UNIT[match[2] ?? ''] ?? Number.NaN));
  return ms >= 1 && ms <= DURATION_MAX_MS ? ms : null;
}
