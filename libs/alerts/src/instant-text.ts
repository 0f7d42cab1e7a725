/** To the minute, as people write it: `2026-12-01 09:40 UTC`. */
export function instantText(at: Date | number): string {
  const [day = '', time = ''] = new Date(at).toISOString().split('T');
  return `${day} ${time.slice(0, 5)} UTC`;
}
