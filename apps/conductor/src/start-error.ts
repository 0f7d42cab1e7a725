import { describeServerUrl } from '#process';
import type { ConductorConfig } from './config.js';

/** The conductor cannot start. The message is one line for whoever started it. */
export class StartError extends Error {
  readonly code = 'START_FAILED';
}

const UNREACHABLE = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'EHOSTUNREACH',
]);

/** Says what to do about the faults that people make; other errors come through as they are. */
export function toStartError(error: unknown, config: ConductorConfig): unknown {
  const { code, message = '' } = (error ?? {}) as { code?: string; message?: string };
  const at = `${config.host}:${config.port}`;
  const where = describeServerUrl(config.databaseUrl);
  if (code === 'EADDRINUSE') return line(`${at} is in use: set PORT to another one`, error);
  if (code === 'EADDRNOTAVAIL') return line(`HOST ${config.host} is not of this machine`, error);
  if (code === 'EACCES') return line(`${at} may not be listened on by this user`, error);
  if (code !== undefined && UNREACHABLE.has(code)) {
    return line(`the database at ${where} cannot be reached (${code}): see DATABASE_URL`, error);
  }
  // invalid_authorization_specification, invalid_password, invalid_catalog_name, starting up
  if (code !== undefined && /^(28|3D000|57P03)/.test(code)) {
    return line(`the database at ${where} refuses us: ${message}`, error);
  }
  return error;
}

function line(message: string, cause: unknown): StartError {
  return new StartError(message, { cause });
}
