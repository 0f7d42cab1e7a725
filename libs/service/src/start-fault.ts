import { certificateFault } from '#process';
import { databaseErrorOf } from '#resilience';
import { SchemaNotReadyError } from '../../../migrations/schema-check.js';
import { SettingError } from './service-environment.js';

/** A fault of whoever started it is one line; anything else comes with its stack. */
export function describeFault(error: unknown): {
  readonly fields: object;
  readonly message: string;
} {
  const { code, message } = (error ?? {}) as { readonly code?: string; readonly message?: string };
  if (error instanceof SettingError || error instanceof SchemaNotReadyError) {
    return { fields: { code }, message: error.message };
  }
  // A fault that a person made, in the service's own words.
  if (code === 'DOOR_OPEN') return { fields: { code }, message: String(message) };
  if (code === 'EADDRINUSE') {
    return { fields: { code }, message: `${message}: choose another port` };
  }
  const untrusted = certificateFault(error, 'the database');
  if (untrusted !== null) return { fields: { code }, message: untrusted };
  const { kind, sqlState, reason } = databaseErrorOf(error);
  if (kind === 'not-connected' && sqlState === null) {
    return {
      fields: { code },
      message: `the database cannot be reached (${reason}): DATABASE_URL`,
    };
  }
  return { fields: { err: error }, message: 'cannot start' };
}
