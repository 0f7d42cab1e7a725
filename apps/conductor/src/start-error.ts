import { databaseErrorOf } from '#resilience';
import { certificateFault, describeServerUrl } from '#process';
import { SchemaNotReadyError } from '../../../migrations/schema-check.js';
import type { ConductorConfig } from './config.js';

/** What to do when this role may not change the tables. */
const OWN =
  'run "node dist/apps/conductor/src/migrate.js" as the role that owns the tables, and start ' +
  'this one with CONDUCTOR_MIGRATIONS=check';

/** What the programs of the conductor log with a start, or with migrations, that failed. */
export const START_CODES = {
  CONFIG_INVALID: ['settings are missing or wrong; all are named', 'mend them'],
  START_FAILED: ['a server or a port is not to be had; the line says which', 'see there'],
  SCHEMA_OUTDATED: ['migrations of this release are missing', 'run the migrate command'],
  GRANTS_MISSING: ['the role may not use the tables, or not change them', 'run the grants'],
} as const;

/**
 * The conductor cannot start. The message is one line for the person who started it. The code is
 * `START_FAILED`, or that of `SchemaNotReadyError`.
 */
export class StartError extends Error {
  readonly code: string = 'START_FAILED';

  constructor(message: string, { cause, code }: { cause: unknown; code?: string }) {
    super(message, { cause });
    if (code !== undefined) this.code = code;
  }
}

/** Says what to do about the faults that people make; other errors come through as they are. */
export function toStartError(
  error: unknown,
  config: Pick<ConductorConfig, 'host' | 'port' | 'databaseUrl'>,
): unknown {
  const { code } = (error ?? {}) as { code?: string };
  const at = `${config.host}:${config.port}`;
  const where = describeServerUrl(config.databaseUrl);
  if (code === 'EADDRINUSE') return line(`${at} is in use: set PORT to another one`, error);
  if (code === 'EADDRNOTAVAIL')
    return line(`HOST ${config.host} is not an address of this machine`, error);
  if (code === 'EACCES')
    return line(`this user may not listen on ${at}: set PORT to another one`, error);
  const untrusted = certificateFault(error, `the database at ${where}`);
  if (untrusted !== null) return line(untrusted, error);
  if (error instanceof SchemaNotReadyError) {
    return new StartError(`the database at ${where}: ${error.message}`, {
      cause: error,
      code: error.code,
    });
  }
  const { kind, condition, sqlState, reason } = databaseErrorOf(error);
  if (condition === 'insufficient_privilege') {
    return new StartError(`the database at ${where} refuses: ${reason}; ${OWN}`, {
      cause: error,
      code: 'GRANTS_MISSING',
    });
  }
  if (!['not-connected', 'shut-down', 'login-refused'].includes(kind)) return error;
  return sqlState === null
    ? line(`the database at ${where} cannot be reached (${reason}): see DATABASE_URL`, error)
    : line(`the database at ${where} refuses the connection: ${reason}`, error);
}

function line(message: string, cause: unknown): StartError {
  return new StartError(message, { cause });
}
