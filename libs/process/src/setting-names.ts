/** The programs that read settings. Each part of `npm start` reads what it reads alone. */
export type Program = 'conductor' | 'order' | 'payment' | 'shipping' | 'standalone';

interface Setting {
  readonly readBy: readonly Program[];
  /** `NAME_FILE` may name a file that has the value. */
  readonly isSecret?: true;
}

const SERVICES = ['order', 'payment', 'shipping'] as const;
const CONDUCTORS = ['conductor', 'standalone'] as const;
const ALL = [...CONDUCTORS, ...SERVICES] as const;

const ofConductors: Setting = { readBy: CONDUCTORS };
const ofAll: Setting = { readBy: ALL };
const ofOrders: Setting = { readBy: ['order'] };

function secret(setting: Setting): Setting {
  return { ...setting, isSecret: true };
}

/**
 * Every setting that any program reads. A reader sees only what stands here (`givenSettings`), so a
 * setting cannot be read without being known to the checks of docker-compose.yml and .env.example.
 */
export const SETTINGS = {
  DATABASE_URL: secret(ofAll),
  DATABASE_USER: ofAll,
  DATABASE_PASSWORD: secret(ofAll),
  ORDER_DATABASE_URL: secret({ readBy: ['order', 'standalone'] }),
  PAYMENT_DATABASE_URL: secret({ readBy: ['payment', 'standalone'] }),
  SHIPPING_DATABASE_URL: secret({ readBy: ['shipping', 'standalone'] }),
  AMQP_URL: secret(ofAll),
  AMQP_USER: ofAll,
  AMQP_PASSWORD: secret(ofAll),
  HOST: { readBy: [...CONDUCTORS, 'order'] },
  PORT: ofConductors,
  ORDER_SERVICE_PORT: { readBy: ['order', 'standalone'] },
  LOG_LEVEL: ofAll,
  CONDUCTOR_PREFIX: ofAll,
  CONDUCTOR_URL: ofOrders,
  CONDUCTOR_API_KEY: secret(ofOrders),
  CONDUCTOR_API_KEYS: secret(ofConductors),
  CONDUCTOR_BREAK_GLASS_KEYS: secret(ofConductors),
  CONDUCTOR_FOUR_EYES: ofConductors,
  CONDUCTOR_APPROVAL_HOURS: ofConductors,
  CONDUCTOR_OIDC_ISSUER: ofConductors,
  CONDUCTOR_OIDC_CLIENT_ID: ofConductors,
  CONDUCTOR_OIDC_CLIENT_SECRET: secret(ofConductors),
  CONDUCTOR_OIDC_AUDIENCE: ofConductors,
  CONDUCTOR_OIDC_GROUPS_CLAIM: ofConductors,
  CONDUCTOR_OIDC_NAME_CLAIM: ofConductors,
  CONDUCTOR_OIDC_ROLES: ofConductors,
  CONDUCTOR_PUBLIC_ADDRESS: ofConductors,
  CONDUCTOR_ALLOWED_HOSTS: ofConductors,
  CONDUCTOR_ALERTS: secret(ofConductors),
  CONDUCTOR_AUTOMATIC_PAUSE: ofConductors,
  CONDUCTOR_REPLY_SECRET: secret(ofConductors),
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
