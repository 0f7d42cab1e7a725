import {
  BROKER_URL_FORM,
  DATABASE_URL_FORM,
  serverUrlFault,
  withSecret,
  type ServerUrlForm,
} from '#process';

/** A setting is missing or cannot be used. The message is one line that says what to do. */
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

/** The settings that every service reads from its environment. */
export interface ServiceEnvironment {
  readonly databaseUrl: string;
  readonly amqpUrl: string;
  /** The first part of the names of exchanges and queues. */
  readonly prefix: string;
}

/**
 * Reads `<SERVICE>_DATABASE_URL` or `DATABASE_URL`, `AMQP_URL`, `CONDUCTOR_PREFIX` (`conductor`).
 * `DATABASE_PASSWORD` and `AMQP_PASSWORD` replace the passwords in the last two URLs, unencoded.
 *
 * @throws SettingError
 */
export function readServiceEnvironment(
  service: string,
  environment: NodeJS.ProcessEnv,
): ServiceEnvironment {
  return {
    databaseUrl: databaseUrlOf(service, environment),
    amqpUrl: amqpUrlOf(environment),
    prefix: environment['CONDUCTOR_PREFIX'] || 'conductor',
  };
}

/** The service's own database on the given server: `conductor_order` for `order`. */
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
  if (own) return checkedUrl(setting, own, DATABASE_URL_FORM);
  const advice = `or ${setting}: set one to ${DATABASE_URL_FORM.example}`;
  const server = required(environment, 'DATABASE_URL', advice);
  const url = checkedUrl('DATABASE_URL', server, DATABASE_URL_FORM);
  const secret = environment['DATABASE_PASSWORD'];
  return serviceDatabaseUrl(secret ? withSecret(url, secret) : url, service);
}

function amqpUrlOf(environment: NodeJS.ProcessEnv): string {
  const advice = `set it to ${BROKER_URL_FORM.example}`;
  const text = required(environment, 'AMQP_URL', advice);
  const url = checkedUrl('AMQP_URL', text, BROKER_URL_FORM);
  const secret = environment['AMQP_PASSWORD'];
  return secret ? withSecret(url, secret) : url;
}

function checkedUrl(setting: string, text: string, form: ServerUrlForm): string {
  const fault = serverUrlFault(text, form);
  if (fault !== null) throw new SettingError(setting, fault);
  return text;
}

function required(environment: NodeJS.ProcessEnv, setting: string, advice: string): string {
  const value = environment[setting];
  if (!value) throw new SettingError(setting, `is not set; ${advice}`);
  return value;
}
