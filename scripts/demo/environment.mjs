import { join } from 'node:path';

/**
 * Settings that point to an installation, or require keys of callers. The tour posts a definition
 * under the name of the demo's, which would stay in force there.
 */
const NOT_FOR_THE_TOUR = [
  'CONDUCTOR_DATA_DIR',
  'DATABASE_URL',
  'DATABASE_USER',
  'DATABASE_PASSWORD',
  'ORDER_DATABASE_URL',
  'PAYMENT_DATABASE_URL',
  'SHIPPING_DATABASE_URL',
  'AMQP_URL',
  'AMQP_USER',
  'AMQP_PASSWORD',
  'HOST',
  'CONDUCTOR_API_KEYS',
];

/** The environment of the tour's own installation, and the settings that were removed from it. */
export function tourEnvironment(environment, root) {
  const isIgnored = (name) => NOT_FOR_THE_TOUR.includes(name.replace(/_FILE$/, ''));
  const ignored = NOT_FOR_THE_TOUR.flatMap((name) => [name, `${name}_FILE`]).filter(
    (name) => environment[name],
  );
  const kept = Object.entries(environment).filter(([name]) => !isIgnored(name));
  const own = {
    CONDUCTOR_DATA_DIR: join(root, '.conductor-demo'),
    // the tour places its own
    CONDUCTOR_FIRST_ORDERS: 'off',
  };
  const env = { ...Object.fromEntries(kept), ...own };
  return { env, ignored };
}
