import { settingEntries } from './setting-names.js';

/** Those of deployments and of the command line, which may be in a program's environment too. */
const OF_OTHERS = [
  'CONDUCTOR_ACCOUNT',
  'CONDUCTOR_PASSWORD',
  'CONDUCTOR_PORT',
  'CONDUCTOR_REPLICAS',
];

/** All that anything reads. */
const KNOWN = new Set([
  ...OF_OTHERS,
  ...settingEntries.flatMap(([name, { isSecret }]) => (isSecret ? [name, `${name}_FILE`] : [name])),
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
