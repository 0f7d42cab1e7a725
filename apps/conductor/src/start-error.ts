import { databaseErrorOf } from '#resilience';
import { describeServerUrl } from '#process';
import type { ConductorConfig } from './config.js';

/** The conductor cannot start. The message is one line for the person who started it. */
export class StartError extends Error {
  readonly code = 'START_FAILED';
}

/** Says what to do about the faults that people make; other errors come through as they are. */
export function toStartError(error: unknown, config: ConductorConfig): unknown {
  const { code } = (error ?? {}) as { code?: string };
  const at = `${config.host}:${config.port}`;
  const where = describeServerUrl(config.databaseUrl);
  if (code === 'EADDRINUSE') return line(`${at} is in use: set PORT to another one`, error);
  if (code === 'EADDRNOTAVAIL')
    return line(`HOST ${config.host} is not an address of this machine`, error);
  if (code === 'EACCES')
    return line(`this user may not listen on ${at}: set PORT to another one`, error);
  const { kind, sqlState, reason } = databaseErrorOf(error);
  if (!['not-connected', 'shut-down', 'login-refused'].includes(kind)) return error;
  return sqlState === null
    ? line(`the database at ${where} cannot be reached (${reason}): see DATABASE_URL`, error)
    : line(`the database at ${where} refuses the connection: ${reason}`, error);
}

function line(message: string, cause: unknown): StartError {
  return new StartError(message, { cause });
}
