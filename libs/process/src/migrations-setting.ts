import type { SettingValues } from './given-settings.js';

/**
 * What a program does about its tables at its start: `run` brings them up to date, `check` refuses
 * to start when they are not, for a role that may not change them.
 */
export type Migrations = 'run' | 'check';

/** `CONDUCTOR_MIGRATIONS`, or `run`. */
export function migrationsOf({ CONDUCTOR_MIGRATIONS: text }: SettingValues): Migrations {
  return text === 'check' ? text : 'run';
}

/** What is wrong with `CONDUCTOR_MIGRATIONS`, to follow its name; null: nothing. */
export function migrationsFault({ CONDUCTOR_MIGRATIONS: text }: SettingValues): string | null {
  return ['run', 'check', undefined].includes(text) ? null : `must be run or check, not "${text}"`;
}
