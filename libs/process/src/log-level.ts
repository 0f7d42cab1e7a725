import type { Environment, SettingValues } from './given-settings.js';

/** From the most to the least. */
const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

export type LogLevel = (typeof LEVELS)[number];

/** `LOG_LEVEL`, or `info`, also where it is wrong: whoever reads the settings says so. */
export function logLevelOf(environment: Environment): LogLevel {
  const text = environment['LOG_LEVEL']?.trim();
  return LEVELS.find((level) => level === text) ?? 'info';
}

/** What is wrong with `LOG_LEVEL`, to follow its name; null: nothing. */
export function logLevelFault({ LOG_LEVEL: text }: SettingValues): string | null {
  if (text === undefined || LEVELS.some((level) => level === text)) return null;
  return `must be one of ${LEVELS.join(', ')}, not "${text}"`;
}
