import {
  BROKER_URL_FORM,
  DATABASE_URL_FORM,
  migrationsFault,
  migrationsOf,
  type Environment,
  type Migrations,
  type SettingName,
  type SettingValues,
} from '#process';
import { KEY_LENGTH_MIN, readApiKeys, type ApiKey } from './settings/key-config.js';
import { readFourEyes, type FourEyesConfig } from './settings/four-eyes-config.js';
import { readOidcConfig, type OidcConfig } from './settings/oidc-config.js';
import { ConfigError, readCount, readUrl, readValues, type Report } from './settings/values.js';
import { readAlertSettings, type AlertSettings } from '#alerts';
import { CARRIED_DEFAULT } from '#contracts';
import { FAMILY_LIMITS, type FamilyLimits } from '#engine';
import { PARTICIPANT_NAME } from '#protocol';
import { OPEN_SAGAS_MAX, SAGA_MEMORY_LIMITS, type pauses } from '#runtime';
import { readAutomaticPause } from './settings/automatic-pause-config.js';

export { ConfigError } from './settings/values.js';
export { readMigrateSettings } from './settings/server-config.js';

/** The settings of the environment, checked. */
export interface ConductorConfig {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  readonly databaseUrl: string;
  /** What is done about the tables at the start. Default: run. */
  readonly migrations?: Migrations;
  /** The first part of the names of exchanges and queues. */
  readonly prefix: string;
  /** Signs correlation ids; null: generated once and stored in the database. */
  readonly replySecret: string | null;
  /** Empty: no login is needed, and only a loopback address is allowed. */
  readonly apiKeys: readonly ApiKey[];
  /** Left out: the defaults. */
  readonly limits?: ConductorLimits;
  /** Left out: as in `TableLimitsOptions`. */
  readonly deadMessages?: DeadMessageLimits;
  /** Accounts of participants whose broker account has another name. Default: none. */
  readonly participantAccounts?: readonly ParticipantAccount[];
  /**
   * Names, beside loopback names and `host`, that callers without a login may use. Default: none.
   */
  readonly allowedHosts?: readonly string[];
  /** Says who callers are, beside the API keys. Default: nothing does. */
  readonly oidc?: OidcConfig | null;
  /** Who is told of what, and how often that is looked for. Default: nobody; 10 s. */
  readonly alerts?: AlertSettings;
  readonly alertLookMs?: number;
  /** When attempts that keep failing are paused. Left out or null: never. */
  readonly automaticPause?: pauses.AutomaticPauseRules | null;
  /** Which acts need a second person. Default: none. */
  readonly fourEyes?: FourEyesConfig;
}

export interface ParticipantAccount {
  readonly participant: string;
  readonly account: string;
}

/** The defaults are 50,000 rows and 30 days. */
export interface DeadMessageLimits {
  /** The largest number of rows that are kept. */
  readonly max?: number;
  /** How many days a row is kept. */
  readonly days?: number;
}

/** Limits on what callers may start. */
export interface ConductorLimits {
  readonly family: FamilyLimits;
  /** The largest number of open sagas of one definition. Default 100,000. */
  readonly openSagasMax?: number;
  /** The largest number of open sagas that a process remembers. Default 20,000. */
  readonly sagasInMemory?: number;
  /** How many commands one message carries at most. Default 50; 1: none is an envelope. */
  readonly commandsPerMessage?: number;
}

export const DEFAULT_LIMITS: ConductorLimits = { family: FAMILY_LIMITS };

const LOOPBACK_HOSTS = new Set(['127.0.0.1', '::1', 'localhost']);
const MIB = 1024 * 1024;

/**
 * Reads `HOST` (127.0.0.1), `PORT` (3000), `DATABASE_URL` (required), `DATABASE_USER` and
 * `DATABASE_PASSWORD` (what the URL says), `CONDUCTOR_PREFIX` (conductor),
 * `CONDUCTOR_MIGRATIONS` (run), `CONDUCTOR_REPLY_SECRET`, `CONDUCTOR_API_KEYS`
 * (`name:key,name2:role:key2`), `CONDUCTOR_PARTICIPANT_ACCOUNTS` (`participant:account,…`),
 * `CONDUCTOR_ALLOWED_HOSTS` (`name,…`), `CONDUCTOR_FAMILY_SAGAS_MAX` (10000),
 * `CONDUCTOR_FAMILY_MIB_MAX` (256), `CONDUCTOR_SAGAS_IN_MEMORY` (20000),
 * `CONDUCTOR_COMMANDS_PER_MESSAGE` (50), `CONDUCTOR_ALERTS` (JSON; none),
 * `CONDUCTOR_AUTOMATIC_PAUSE` (`on`, `off` or JSON; off),
 * `CONDUCTOR_DEAD_MESSAGES_MAX` (50000), `…_DAYS` (30), and those of
 * `readApiKeys`, `readFourEyes` and `readOidcConfig`.
 * @throws ConfigError with a line for each bad variable.
 */
export function readConfig(environment: Environment): ConductorConfig {
  return reading((report) => configOf(readValues(environment, report), report));
}

/** `AMQP_URL`, `AMQP_USER` and `AMQP_PASSWORD`. @throws ConfigError */
export function readBrokerUrl(environment: Environment): string {
  return reading((report) =>
    readUrl(readValues(environment, report), 'AMQP', BROKER_URL_FORM, report),
  );
}

/** What the two above give, from one look at the environment and its files. @throws ConfigError */
export function readProcessSettings(environment: Environment): {
  readonly config: ConductorConfig;
  readonly brokerUrl: string;
} {
  return reading((report) => {
    const values = readValues(environment, report);
    return {
      config: configOf(values, report),
      brokerUrl: readUrl(values, 'AMQP', BROKER_URL_FORM, report),
    };
  });
}

function reading<Read>(read: (report: Report) => Read): Read {
  const faults: string[] = [];
  const result = read((fault) => void faults.push(fault));
  if (faults.length > 0) throw new ConfigError(faults);
  return result;
}

function configOf(values: SettingValues, report: Report): ConductorConfig {
  const fault = migrationsFault(values);
  if (fault !== null) report(`CONDUCTOR_MIGRATIONS ${fault}`);
  const count = (name: SettingName, preset: number): number => {
    return readCount(values, name, preset, report);
  };
  const host = values.HOST ?? '127.0.0.1';
  const config = {
    host,
    port: readPort(values, report),
    databaseUrl: readUrl(values, 'DATABASE', DATABASE_URL_FORM, report),
    migrations: migrationsOf(values),
    prefix: readPrefix(values, report),
    replySecret: readReplySecret(values, report),
    apiKeys: readApiKeys(values, report),
    limits: {
      family: readFamilyLimits(values, report),
      openSagasMax: count('CONDUCTOR_OPEN_SAGAS_MAX', OPEN_SAGAS_MAX),
      sagasInMemory: count('CONDUCTOR_SAGAS_IN_MEMORY', SAGA_MEMORY_LIMITS.sagas),
      commandsPerMessage: count('CONDUCTOR_COMMANDS_PER_MESSAGE', CARRIED_DEFAULT),
    },
    ...readDeadMessageLimits(values, report),
    participantAccounts: readParticipantAccounts(values, report),
    allowedHosts: readAllowedHosts(values, report),
    ...readOidc(values, report),
    alerts: readAlertSettings(values.CONDUCTOR_ALERTS, report),
    automaticPause: readAutomaticPause(values.CONDUCTOR_AUTOMATIC_PAUSE, report),
    ...readFourEyes(values, report),
  };
  if (config.fourEyes !== undefined && !needsLogin(config)) {
    report('CONDUCTOR_FOUR_EYES needs CONDUCTOR_API_KEYS or a provider: who is the second person?');
  }
  if (!isLoopback(host) && !needsLogin(config)) {
    report(
      `HOST ${host} can be reached from other machines: set CONDUCTOR_API_KEYS ` +
        `(name:key,…), or listen on 127.0.0.1`,
    );
  }
  return config;
}

/** Whether callers have to show who they are. Without: a loopback address, where all are admins. */
export function needsLogin({
  apiKeys,
  oidc = null,
}: Pick<ConductorConfig, 'apiKeys' | 'oidc'>): boolean {
  return apiKeys.length > 0 || oidc !== null;
}

export function isLoopback(host: string): boolean {
  return LOOPBACK_HOSTS.has(host) || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(host);
}

function readPort(values: SettingValues, report: Report): number {
  const text = values.PORT ?? '3000';
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65535) return Number(text);
  report(`PORT must be a number from 0 to 65535, not "${text}"`);
  return 0;
}

function readPrefix(values: SettingValues, report: Report): string {
  const prefix = values.CONDUCTOR_PREFIX ?? 'conductor';
  if (!/^[a-z][a-z0-9-]{0,31}$/.test(prefix)) {
    report(`CONDUCTOR_PREFIX must be lower-case letters, digits and dashes, not "${prefix}"`);
  }
  return prefix;
}

function readReplySecret(values: SettingValues, report: Report): string | null {
  const secret = values.CONDUCTOR_REPLY_SECRET;
  if (secret === undefined) return null;
  if (secret.length < KEY_LENGTH_MIN) {
    report(`CONDUCTOR_REPLY_SECRET must have at least ${KEY_LENGTH_MIN} characters`);
  }
  return secret;
}

function readFamilyLimits(values: SettingValues, report: Report): FamilyLimits {
  const { sagasMax, charsMax } = FAMILY_LIMITS;
  const count = readCount(values, 'CONDUCTOR_FAMILY_SAGAS_MAX', sagasMax, report);
  const mib = readCount(values, 'CONDUCTOR_FAMILY_MIB_MAX', charsMax / MIB, report);
  return { sagasMax: count, charsMax: mib * MIB };
}

function readDeadMessageLimits(
  values: SettingValues,
  report: Report,
): Pick<ConductorConfig, 'deadMessages'> {
  const names = {
    max: 'CONDUCTOR_DEAD_MESSAGES_MAX',
    days: 'CONDUCTOR_DEAD_MESSAGE_DAYS',
  } as const;
  const limits = Object.entries(names)
    .filter(([, name]) => values[name] !== undefined)
    .map(([limit, name]) => [limit, readCount(values, name, 0, report)] as const);
  return limits.length === 0 ? {} : { deadMessages: Object.fromEntries(limits) };
}

function readParticipantAccounts(
  values: SettingValues,
  report: Report,
): readonly ParticipantAccount[] {
  const pairs = listOf(values, 'CONDUCTOR_PARTICIPANT_ACCOUNTS').map((entry) => {
    const [, participant = '', account = ''] = /^([^:]+):(\S+)$/.exec(entry) ?? [];
    return { participant, account };
  });
  if (pairs.some(({ participant }) => !PARTICIPANT_NAME.test(participant))) {
    report('CONDUCTOR_PARTICIPANT_ACCOUNTS must look like participant:account,participant2:…');
  }
  return pairs;
}

/** Left out: there is none. */
function readOidc(values: SettingValues, report: Report): Pick<ConductorConfig, 'oidc'> {
  const oidc = readOidcConfig(values, report);
  return oidc === null ? {} : { oidc };
}

/** Host names or addresses, without a port. */
function readAllowedHosts(values: SettingValues, report: Report): readonly string[] {
  const hosts = listOf(values, 'CONDUCTOR_ALLOWED_HOSTS').map((host) => host.toLowerCase());
  if (hosts.some((host) => !/^[a-z0-9._-]+$|^[0-9a-f:]+$/.test(host))) {
    report('CONDUCTOR_ALLOWED_HOSTS must be names like conductor.example, without a port');
  }
  return hosts;
}

function listOf(values: SettingValues, name: SettingName): readonly string[] {
  const text = values[name];
  return text === undefined ? [] : text.split(',').map((entry) => entry.trim());
}
