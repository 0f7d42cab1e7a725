import {
  BROKER_URL_FORM,
  DATABASE_URL_FORM,
  givenSettings,
  logLevelFault,
  migrationsFault,
  migrationsOf,
  serverUrlFault,
  withLogin,
  type Environment,
  type Migrations,
  type ServerUrlForm,
  type SettingName,
  type SettingValues,
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
  readonly migrations: Migrations;
  /** Where it says on this machine whether it works; null: nowhere. 0: any free port. */
  readonly healthPort: number | null;
}

/** The services of the demo, whose settings stand in the table. */
export type ServiceName = 'order' | 'payment' | 'shipping';

/**
 * Reads `<SERVICE>_DATABASE_URL` or `DATABASE_URL`, `AMQP_URL`, `CONDUCTOR_PREFIX` (`conductor`),
 * `CONDUCTOR_MIGRATIONS` (`run`) and `HEALTH_PORT` (none).
 * `DATABASE_USER`, `DATABASE_PASSWORD`, `AMQP_USER` and `AMQP_PASSWORD` replace the logins in the
 * last two URLs, unencoded.
 *
 * @throws SettingError
 */
export function readServiceEnvironment(
  service: string,
  environment: Environment,
): ServiceEnvironment {
  return serviceEnvironmentOf(service, readValues(environment), environment);
}

/** The same, where the values have been read: a process reads them once. @throws SettingError */
export function serviceEnvironmentOf(
  service: string,
  values: SettingValues,
  environment: Environment,
): ServiceEnvironment {
  const fault = migrationsFault(values);
  if (fault !== null) throw new SettingError('CONDUCTOR_MIGRATIONS', fault);
  return {
    databaseUrl: databaseUrlOf(service, values, environment),
    amqpUrl: amqpUrlOf(values),
    prefix: values.CONDUCTOR_PREFIX ?? 'conductor',
    migrations: migrationsOf(values),
    healthPort: values.HEALTH_PORT === undefined ? null : readPort(values, 'HEALTH_PORT', 0),
  };
}

/** What the migrate command of a service needs to know. @throws SettingError */
export function readServiceMigration(
  service: string,
  environment: Environment,
): { readonly databaseUrl: string; readonly runtimeRole: string | null } {
  const values = readValues(environment);
  return {
    databaseUrl: databaseUrlOf(service, values, environment),
    runtimeRole: values.CONDUCTOR_RUNTIME_ROLE ?? null,
  };
}

/**
 * What is set, with secrets read from their files: once in a process, as one may be a pipe.
 *
 * @throws SettingError: the first fault
 */
export function readValues(environment: Environment): SettingValues {
  const { values, faults } = givenSettings(environment);
  const [fault] = faults;
  if (fault !== undefined) throw new SettingError(fault.setting, fault.problem);
  const levelFault = logLevelFault(values);
  if (levelFault !== null) throw new SettingError('LOG_LEVEL', levelFault);
  return values;
}

/** The service's own database on the given server: `conductor_order` for `order`. */
export function serviceDatabaseUrl(serverUrl: string, service: string): string {
  // not by URL, which takes no address without a host, and writes secrets in another way
  return serverUrl.replace(/^([a-z]+:\/\/[^/?]*)(?:\/[^?]*)?/, `$1/conductor_${service}`);
}

/** A port from 0 to 65535. @throws SettingError */
export function readPort(values: SettingValues, setting: SettingName, defaultPort: number): number {
  const text = values[setting];
  if (!text) return defaultPort;
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port > 65_535) {
    throw new SettingError(setting, `is not a port: "${text}"`);
  }
  return port;
}

function databaseUrlOf(service: string, values: SettingValues, environment: Environment): string {
  const setting = `${service.toUpperCase()}_DATABASE_URL`;
  // a service that is not of the demo has a setting that the table does not know
  const own = (values as Environment)[setting] ?? environment[setting]?.trim();
  if (own) return checkedUrl(setting, own, DATABASE_URL_FORM);
  const advice = `or ${setting}: set one to ${DATABASE_URL_FORM.example}`;
  const server = required(values, 'DATABASE_URL', advice);
  const url = checkedUrl('DATABASE_URL', server, DATABASE_URL_FORM);
  const login = { user: values.DATABASE_USER, password: values.DATABASE_PASSWORD };
  return serviceDatabaseUrl(withLogin(url, login), service);
}

function amqpUrlOf(values: SettingValues): string {
  const text = required(values, 'AMQP_URL', `set it to ${BROKER_URL_FORM.example}`);
  const url = checkedUrl('AMQP_URL', text, BROKER_URL_FORM);
  return withLogin(url, { user: values.AMQP_USER, password: values.AMQP_PASSWORD });
}

function checkedUrl(setting: string, text: string, form: ServerUrlForm): string {
  const fault = serverUrlFault(text, form);
  if (fault !== null) throw new SettingError(setting, fault);
  return text;
}

function required(values: SettingValues, setting: SettingName, advice: string): string {
  const value = values[setting];
  if (!value) throw new SettingError(setting, `is not set; ${advice}`);
  return value;
}
