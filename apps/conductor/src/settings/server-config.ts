import { DATABASE_URL_FORM, type Environment } from '#process';
import { ConfigError, readUrl, readValues } from './values.js';

/** What the migrate command needs to know. */
export interface MigrateSettings {
  readonly databaseUrl: string;
  /** Gets what the conductor needs to work with the tables; null: nobody. */
  readonly runtimeRole: string | null;
}

/** `DATABASE_URL` and its login, and `CONDUCTOR_RUNTIME_ROLE` (none). @throws ConfigError */
export function readMigrateSettings(environment: Environment): MigrateSettings {
  const faults: string[] = [];
  const report = (fault: string): void => void faults.push(fault);
  const values = readValues(environment, report);
  const databaseUrl = readUrl(values, 'DATABASE', DATABASE_URL_FORM, report);
  if (faults.length > 0) throw new ConfigError(faults);
  return { databaseUrl, runtimeRole: values.CONDUCTOR_RUNTIME_ROLE ?? null };
}
