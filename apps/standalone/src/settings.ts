import { resolve } from 'node:path';
import { givenSettings, logLevelOf, type LogLevel } from '#process';
import type { ServiceName } from '#service';
import {
  ConfigError,
  readBrokerUrl,
  readConfig,
  type ConductorConfig,
} from '../../conductor/src/config.js';

export interface StandaloneSettings {
  /** Absolute. */
  readonly dataDir: string;
  /** null: an embedded server. */
  readonly databaseUrl: string | null;
  /** null: a database of its own on the same server. */
  readonly serviceDatabaseUrls: Readonly<Record<ServiceName, string | null>>;
  /** null: messages stay in this process. */
  readonly amqpUrl: string | null;
  readonly orderPort: number;
  /** An installation that is new, with a database of its own, begins with orders of the demo. */
  readonly hasFirstOrders: boolean;
  /** Of the conductor, all but where its database is. */
  readonly conductor: Omit<ConductorConfig, 'databaseUrl'>;
  readonly logLevel: LogLevel;
}

const ORDER_PORT_DEFAULT = 3001;

/**
 * Reads what the conductor reads, with `DATABASE_URL` and `AMQP_URL` optional, and
 * `CONDUCTOR_DATA_DIR` (`.conductor`), `ORDER_SERVICE_PORT` (3001), `CONDUCTOR_FIRST_ORDERS`
 * (on, or off), `LOG_LEVEL` (info).
 * @throws ConfigError
 */
export function readSettings(environment: NodeJS.ProcessEnv): StandaloneSettings {
  const { values, faults } = givenSettings(environment);
  if (faults.length > 0) {
    throw new ConfigError(faults.map(({ setting, problem }) => `${setting} ${problem}`));
  }
  const given = values.DATABASE_URL;
  const { databaseUrl, ...conductor } = readConfig({
    ...values,
    DATABASE_URL: given ?? 'postgres://embedded',
  });
  return {
    dataDir: resolve(values.CONDUCTOR_DATA_DIR ?? '.conductor'),
    databaseUrl: given === undefined ? null : databaseUrl,
    serviceDatabaseUrls: {
      order: values.ORDER_DATABASE_URL ?? null,
      payment: values.PAYMENT_DATABASE_URL ?? null,
      shipping: values.SHIPPING_DATABASE_URL ?? null,
    },
    amqpUrl: values.AMQP_URL === undefined ? null : readBrokerUrl(values),
    orderPort: readOrderPort(values.ORDER_SERVICE_PORT),
    hasFirstOrders: given === undefined && readSwitch(values.CONDUCTOR_FIRST_ORDERS ?? 'on'),
    conductor,
    logLevel: logLevelOf(values),
  };
}

function readOrderPort(text: string | undefined): number {
  if (text === undefined) return ORDER_PORT_DEFAULT;
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port;
  throw new ConfigError([`ORDER_SERVICE_PORT must be a number from 0 to 65535, not "${text}"`]);
}

function readSwitch(text: string): boolean {
  if (text === 'on' || text === 'off') return text === 'on';
  throw new ConfigError([`CONDUCTOR_FIRST_ORDERS must be on or off, not "${text}"`]);
}
