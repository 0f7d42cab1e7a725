/** Of PostgreSQL: connection exceptions, shutdown and start, no connections left. */
const AWAY_STATES = /^(08\w{3}|57P0[1-5]|53300)$/;
const AWAY_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);
/** What the driver and its pool say in words alone. */
const AWAY_WORDS =
  /^(timeout exceeded when trying to connect|Connection terminated|timeout expired)/;

/** The database cannot be reached, or does not answer: it is not the request's fault. */
export function isDatabaseAway(error: unknown): boolean {
  const { code, message = '' } = (error ?? {}) as { code?: unknown; message?: string };
  if (typeof code === 'string') return AWAY_STATES.test(code) || AWAY_CODES.has(code);
  return AWAY_WORDS.test(message);
}
