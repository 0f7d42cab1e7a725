/** All that begin with `CONDUCTOR_`, of the conductor, services, `npm start` and deployments. */
const KNOWN = new Set([
  'CONDUCTOR_ACCOUNT',
  'CONDUCTOR_ALERTS',
  'CONDUCTOR_AUTOMATIC_PAUSE',
  'CONDUCTOR_ALLOWED_HOSTS',
  'CONDUCTOR_API_KEY',
  'CONDUCTOR_API_KEYS',
  'CONDUCTOR_APPROVAL_HOURS',
  'CONDUCTOR_BREAK_GLASS_KEYS',
  'CONDUCTOR_FOUR_EYES',
  'CONDUCTOR_OIDC_ISSUER',
  'CONDUCTOR_OIDC_CLIENT_ID',
  'CONDUCTOR_OIDC_CLIENT_SECRET',
  'CONDUCTOR_OIDC_AUDIENCE',
  'CONDUCTOR_OIDC_GROUPS_CLAIM',
  'CONDUCTOR_OIDC_NAME_CLAIM',
  'CONDUCTOR_OIDC_ROLES',
  'CONDUCTOR_PUBLIC_ADDRESS',
  'CONDUCTOR_COMMANDS_PER_MESSAGE',
  'CONDUCTOR_DATA_DIR',
  'CONDUCTOR_FIRST_ORDERS',
  'CONDUCTOR_DEAD_MESSAGES_MAX',
  'CONDUCTOR_DEAD_MESSAGE_DAYS',
  'CONDUCTOR_FAMILY_MIB_MAX',
  'CONDUCTOR_FAMILY_SAGAS_MAX',
  'CONDUCTOR_OPEN_SAGAS_MAX',
  'CONDUCTOR_PASSWORD',
  'CONDUCTOR_PARTICIPANT_ACCOUNTS',
  'CONDUCTOR_PORT',
  'CONDUCTOR_PREFIX',
  'CONDUCTOR_REPLICAS',
  'CONDUCTOR_REPLY_SECRET',
  'CONDUCTOR_SAGAS_IN_MEMORY',
  'CONDUCTOR_URL',
]);

/** Kubernetes and old container links set these for a service that is called `conductor…`. */
const OF_A_SERVICE_LINK = /_SERVICE_(HOST|PORT)|_PORT_\d+_(TCP|UDP)|_PORT$|_ENV_/;

/** Settings that nothing reads: nearly always a typing error, and the default is in force. */
export function unknownSettings(environment: Readonly<Record<string, unknown>>): string[] {
  return Object.keys(environment)
    .filter((name) => name.startsWith('CONDUCTOR_'))
    .filter((name) => !KNOWN.has(name) && !OF_A_SERVICE_LINK.test(name))
    .sort();
}

/** One line for the log; null: all are known. */
export function unknownSettingsText(environment: Readonly<Record<string, unknown>>): string | null {
  const names = unknownSettings(environment);
  if (names.length === 0) return null;
  return `nothing reads ${names.join(', ')}: is the name misspelt?`;
}
