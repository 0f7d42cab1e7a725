/** A setting that is missing or cannot be used; the message is one line that says what to do. */
export class SettingError extends Error {
  readonly code = 'SETTING_ERROR';

  constructor(
    readonly setting: string,
    problem: string,
  ) {
    super(`${setting} ${problem}`);
    this.name = 'SettingError';
  }
}

/** What every service reads from its environment. */
export interface ServiceEnvironment {
  readonly databaseUrl: string;
  readonly amqpUrl: string;
  /** First part of the names of exchanges and queues. */
  readonly prefix: string;
}

/**
 * Reads `<SERVICE>_DATABASE_URL` or `DATABASE_URL`, `AMQP_URL`, `CONDUCTOR_PREFIX` (`conductor`).
 *
 * @throws SettingError
 */
export function readServiceEnvironment(
  service: string,
  environment: NodeJS.ProcessEnv,
): ServiceEnvironment {
  return {
    databaseUrl: databaseUrlOf(service, environment),
    amqpUrl: required(environment, 'AMQP_URL', 'set it to amqp://user:password@host:5672'),
    prefix: environment['CONDUCTOR_PREFIX'] || 'conductor',
  };
}

/** A service's own database on the given server: `conductor_order` for `order`. */
export function serviceDatabaseUrl(serverUrl: string, service: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/conductor_${service}`;
  return url.href;
}

/** A port from 0 to 65535. @throws SettingError */
export function readPort(
  environment: NodeJS.ProcessEnv,
  setting: string,
  defaultPort: number,
): number {
  const text = environment[setting];
  if (!text) return defaultPort;
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port > 65_535) {
    throw new SettingError(setting, `is not a port: "${text}"`);
  }
  return port;
}

function databaseUrlOf(service: string, environment: NodeJS.ProcessEnv): string {
  const setting = `${service.toUpperCase()}_DATABASE_URL`;
  const own = environment[setting];
  if (own) return checkedUrl(setting, own);
  const advice = `or ${setting}: set one to postgres://user:password@host:5432/database`;
  const server = required(environment, 'DATABASE_URL', advice);
  return serviceDatabaseUrl(checkedUrl('DATABASE_URL', server), service);
}

function checkedUrl(setting: string, text: string): string {
  // The text is left out of the message: it may hold a password.
  if (!URL.canParse(text)) throw new SettingError(setting, 'is not a URL');
  return text;
}

function required(environment: NodeJS.ProcessEnv, setting: string, advice: string): string {
  const value = environment[setting];
  if (!value) throw new SettingError(setting, `is not set; ${advice}`);
  return value;
}
