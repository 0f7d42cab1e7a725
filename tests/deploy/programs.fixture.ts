import { logLevelOf, type Environment, type Program, type SettingName } from '#process';
import { readMigrateSettings, readProcessSettings } from '../../apps/conductor/src/config.js';
import { readOrderSettings } from '../../apps/order-service/src/settings.js';
import { readSettings } from '../../apps/standalone/src/settings.js';
import {
  readServiceEnvironment,
  readServiceMigration,
  readValues,
} from '../../libs/service/src/service-environment.js';

type Reader = (environment: Environment) => unknown;

const SERVICES = ['order', 'payment', 'shipping'];

/** All that each program makes of its environment. */
export const READERS: Readonly<Record<Program, Reader>> = {
  conductor: (environment) => [readProcessSettings(environment), logLevelOf(environment)],
  order: (environment) => [
    ofService('order', environment),
    readOrderSettings(readValues(environment)),
  ],
  payment: (environment) => ofService('payment', environment),
  shipping: (environment) => ofService('shipping', environment),
  standalone: (environment) => readSettings({ ...environment }),
  migrate: (environment) => [
    readMigrateSettings(environment),
    ...SERVICES.map((service) => readServiceMigration(service, environment)),
    logLevelOf(environment),
  ],
};

function ofService(name: string, environment: Environment): unknown {
  return [readServiceEnvironment(name, environment), logLevelOf(environment)];
}

/** Enough for every program to start, and for each setting to make a difference. */
export const BASE: Environment = {
  DATABASE_URL: 'postgres://me@db/conductor',
  AMQP_URL: 'amqp://me@broker/conductor',
  CONDUCTOR_API_KEYS: 'ops:0123456789abcdef',
  CONDUCTOR_OIDC_ISSUER: 'https://id.example',
  CONDUCTOR_OIDC_CLIENT_ID: 'conductor',
  CONDUCTOR_OIDC_ROLES: 'support=viewer',
  CONDUCTOR_FOUR_EYES: 'abandon',
};

/** For each setting a value that is not its default, nor that of `BASE`. */
export const SAMPLES: Readonly<Record<SettingName, string>> = {
  DATABASE_URL: 'postgres://me@elsewhere/conductor',
  DATABASE_USER: 'n@me',
  DATABASE_PASSWORD: `p@ss/word#1?%:[] ü"'$\\`,
  ORDER_DATABASE_URL: 'postgres://me@db/orders',
  PAYMENT_DATABASE_URL: 'postgres://me@db/payments',
  SHIPPING_DATABASE_URL: 'postgres://me@db/shipments',
  AMQP_URL: 'amqps://me@elsewhere/conductor',
  AMQP_USER: 'n@me',
  AMQP_PASSWORD: `p@ss/word#1?%:[] ü"'$\\`,
  HOST: '127.0.0.2',
  PORT: '4000',
  ORDER_SERVICE_PORT: '4001',
  HEALTH_PORT: '4100',
  LOG_LEVEL: 'warn',
  CONDUCTOR_MIGRATIONS: 'check',
  CONDUCTOR_RUNTIME_ROLE: 'conductor_app',
  CONDUCTOR_PREFIX: 'shop',
  CONDUCTOR_URL: 'http://front:3000',
  CONDUCTOR_API_KEY: `k$y 'with' "quotes" #1`,
  CONDUCTOR_API_KEYS: 'ops:admin:$ecret#0123456789,dev:fedcba9876543210',
  CONDUCTOR_BREAK_GLASS_KEYS: 'glass:%0123456789abcdef',
  CONDUCTOR_FOUR_EYES: 'abandon,skip@place-order',
  CONDUCTOR_APPROVAL_HOURS: '12',
  CONDUCTOR_OIDC_ISSUER: 'https://other.example',
  CONDUCTOR_OIDC_CLIENT_ID: 'other',
  CONDUCTOR_OIDC_CLIENT_SECRET: `$x "y" #z 'ü' %41 \\`,
  CONDUCTOR_OIDC_AUDIENCE: 'api',
  CONDUCTOR_OIDC_GROUPS_CLAIM: 'roles',
  CONDUCTOR_OIDC_NAME_CLAIM: 'upn',
  CONDUCTOR_OIDC_ROLES: 'support=viewer,on-call=operator:a+b',
  CONDUCTOR_PUBLIC_ADDRESS: 'https://conductor.example',
  CONDUCTOR_ALLOWED_HOSTS: 'conductor.example',
  CONDUCTOR_ALERTS: '{"routes":[{"name":"chat","type":"slack","url":"https://chat.example/$1"}]}',
  CONDUCTOR_AUTOMATIC_PAUSE: '{"failures": 5}',
  CONDUCTOR_REPLY_SECRET: `$0123456789 #"abc'`,
  CONDUCTOR_PARTICIPANT_ACCOUNTS: 'payment:bank',
  CONDUCTOR_OPEN_SAGAS_MAX: '5',
  CONDUCTOR_SAGAS_IN_MEMORY: '6',
  CONDUCTOR_COMMANDS_PER_MESSAGE: '7',
  CONDUCTOR_FAMILY_SAGAS_MAX: '8',
  CONDUCTOR_FAMILY_MIB_MAX: '9',
  CONDUCTOR_DEAD_MESSAGES_MAX: '10',
  CONDUCTOR_DEAD_MESSAGE_DAYS: '11',
  CONDUCTOR_DATA_DIR: '/srv/conductor',
  CONDUCTOR_FIRST_ORDERS: 'off',
};
