/**
 * The programs that read settings: `standalone` is `npm start` and `conductor-server`, `migrate`
 * the migrate command of each of the others.
 */
export type Program = 'conductor' | 'order' | 'payment' | 'shipping' | 'standalone' | 'migrate';

interface Setting {
  readonly readBy: readonly Program[];
  /** `NAME_FILE` may name a file that has the value: a secret, or the name that goes with one. */
  readonly mayBeFile?: true;
}

const SERVICES = ['order', 'payment', 'shipping'] as const;
const CONDUCTORS = ['conductor', 'standalone'] as const;
const ALL = [...CONDUCTORS, ...SERVICES] as const;

const ofConductors: Setting = { readBy: CONDUCTORS };
const ofAll: Setting = { readBy: ALL };
const ofDatabase: Setting = { readBy: [...ALL, 'migrate'] };
const ofOrders: Setting = { readBy: ['order'] };

function filed(setting: Setting): Setting {
  return { ...setting, mayBeFile: true };
}

/**
 * Every setting that any program reads. A reader sees only what stands here (`givenSettings`), so a
 * setting cannot be read without being known to the checks of docker-compose.yml and .env.example.
 */
export const SETTINGS = {
  DATABASE_URL: filed(ofDatabase),
  DATABASE_USER: filed(ofDatabase),
  DATABASE_PASSWORD: filed(ofDatabase),
  ORDER_DATABASE_URL: filed({ readBy: ['order', 'standalone', 'migrate'] }),
  PAYMENT_DATABASE_URL: filed({ readBy: ['payment', 'standalone', 'migrate'] }),
  SHIPPING_DATABASE_URL: filed({ readBy: ['shipping', 'standalone', 'migrate'] }),
  AMQP_URL: filed(ofAll),
  AMQP_USER: filed(ofAll),
  AMQP_PASSWORD: filed(ofAll),
  HOST: { readBy: [...CONDUCTORS, 'order'] },
  PORT: ofConductors,
  ORDER_SERVICE_PORT: { readBy: ['order', 'standalone'] },
  HEALTH_PORT: { readBy: SERVICES },
  LOG_LEVEL: ofDatabase,
  CONDUCTOR_MIGRATIONS: ofAll,
  CONDUCTOR_RUNTIME_ROLE: { readBy: ['migrate'] },
  CONDUCTOR_PREFIX: ofAll,
  CONDUCTOR_URL: ofOrders,
  CONDUCTOR_API_KEY: filed(ofOrders),
  CONDUCTOR_API_KEYS: filed(ofConductors),
  CONDUCTOR_BREAK_GLASS_KEYS: filed(ofConductors),
  CONDUCTOR_FOUR_EYES: ofConductors,
  CONDUCTOR_APPROVAL_HOURS: ofConductors,
  CONDUCTOR_OIDC_ISSUER: ofConductors,
  CONDUCTOR_OIDC_CLIENT_ID: ofConductors,
  CONDUCTOR_OIDC_CLIENT_SECRET: filed(ofConductors),
  CONDUCTOR_OIDC_AUDIENCE: ofConductors,
  CONDUCTOR_OIDC_GROUPS_CLAIM: ofConductors,
  CONDUCTOR_OIDC_NAME_CLAIM: ofConductors,
  CONDUCTOR_OIDC_ROLES: ofConductors,
  CONDUCTOR_PUBLIC_ADDRESS: ofConductors,
  CONDUCTOR_ALLOWED_HOSTS: ofConductors,
  CONDUCTOR_ALERTS: filed(ofConductors),
  CONDUCTOR_AUTOMATIC_PAUSE: ofConductors,
  CONDUCTOR_REPLY_SECRET: filed(ofConductors),
  CONDUCTOR_PARTICIPANT_ACCOUNTS: ofConductors,
  CONDUCTOR_OPEN_SAGAS_MAX: ofConductors,
  CONDUCTOR_SAGAS_IN_MEMORY: ofConductors,
  CONDUCTOR_COMMANDS_PER_MESSAGE: ofConductors,
  CONDUCTOR_FAMILY_SAGAS_MAX: ofConductors,
  CONDUCTOR_FAMILY_MIB_MAX: ofConductors,
  CONDUCTOR_DEAD_MESSAGES_MAX: ofConductors,
  CONDUCTOR_DEAD_MESSAGE_DAYS: ofConductors,
  CONDUCTOR_DATA_DIR: { readBy: ['standalone'] },
  CONDUCTOR_FIRST_ORDERS: { readBy: ['standalone'] },
} as const satisfies Readonly<Record<string, Setting>>;

export type SettingName = keyof typeof SETTINGS;

/** By name, as the table has them. */
export const settingEntries = Object.entries(SETTINGS) as readonly [SettingName, Setting][];
