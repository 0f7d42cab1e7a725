const UNITS = [
  [86_400_000, 'd'],
  [3_600_000, 'h'],
  [60_000, 'min'],
  [1000, 's'],
] as const;

/** `1.5 s`, `3 min`: two digits at most where it matters. */
export function durationText(ms: number): string {
  if (ms < 1000) return `${Math.max(0, Math.round(ms))} ms`;
  const [size, name] = UNITS.find(([each]) => ms >= each) ?? UNITS[3];
  const count = ms / size;
  return `${count < 10 ? Number(count.toFixed(1)) : Math.round(count)} ${name}`;
}

/** How long ago an instant was, `–` without one. */
export function agoText(at: unknown, now = Date.now()): string {
  if (typeof at !== 'string') return '–';
  const ms = now - Date.parse(at);
  return ms < 0 ? `in ${durationText(-ms)}` : durationText(ms);
}
