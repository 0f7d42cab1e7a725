import { resolve } from 'node:path';
import { pino, type Level } from 'pino';
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
  /** null: messages stay in this process. */
  readonly amqpUrl: string | null;
  readonly orderPort: number;
  /** An installation that is new, with a database of its own, begins with orders of the demo. */
  readonly hasFirstOrders: boolean;
  /** Of the conductor, all but where its database is. */
  readonly conductor: Omit<ConductorConfig, 'databaseUrl'>;
  readonly logLevel: Level;
}

const ORDER_PORT_DEFAULT = 3001;

/**
 * Reads what the conductor reads, with `DATABASE_URL` and `AMQP_URL` optional, and
 * `CONDUCTOR_DATA_DIR` (`.conductor`), `ORDER_SERVICE_PORT` (3001), `CONDUCTOR_FIRST_ORDERS`
 * (on, or off), `LOG_LEVEL` (info).
 * @throws ConfigError
 */
export function readSettings(environment: NodeJS.ProcessEnv): StandaloneSettings {
  const given = environment['DATABASE_URL']?.trim();
  const { databaseUrl, ...conductor } = readConfig({
    ...environment,
    DATABASE_URL: given || 'postgres://embedded',
  });
  return {
    dataDir: resolve(environment['CONDUCTOR_DATA_DIR'] || '.conductor'),
    databaseUrl: given ? databaseUrl : null,
    amqpUrl: environment['AMQP_URL']?.trim() ? readBrokerUrl(environment) : null,
    orderPort: readOrderPort(environment),
    hasFirstOrders: !given && readSwitch(environment['CONDUCTOR_FIRST_ORDERS'] || 'on'),
    conductor,
    logLevel: readLogLevel(environment['LOG_LEVEL'] || 'info'),
  };
}

function readOrderPort(environment: NodeJS.ProcessEnv): number {
  const text = environment['ORDER_SERVICE_PORT'];
  if (!text) return ORDER_PORT_DEFAULT;
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port;
  throw new ConfigError([`ORDER_SERVICE_PORT must be a number from 0 to 65535, not "${text}"`]);
}

function readSwitch(text: string): boolean {
  if (text === 'on' || text === 'off') return text === 'on';
  throw new ConfigError([`CONDUCTOR_FIRST_ORDERS must be on or off, not "${text}"`]);
}

function readLogLevel(text: string): Level {
  if (text in pino.levels.values) return text as Level;
  const levels = Object.keys(pino.levels.values).join(', ');
  throw new ConfigError([`LOG_LEVEL must be one of ${levels}, not "${text}"`]);
}
