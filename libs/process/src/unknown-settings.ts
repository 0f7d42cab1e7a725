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
  ...settingEntries.flatMap(([name, { mayBeFile }]) =>
    mayBeFile ? [name, `${name}_FILE`] : [name],
  ),
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

/** `PORT_FILE`: a file is named for what cannot stand in one, and the default is in force. */
function filesOfNone(environment: Readonly<Record<string, unknown>>): string[] {
  return settingEntries
    .filter(([, { mayBeFile }]) => mayBeFile !== true)
    .map(([name]) => `${name}_FILE`)
    .filter((name) => name in environment);
}

/** One line for the log; null: all are known. */
export function unknownSettingsText(environment: Readonly<Record<string, unknown>>): string | null {
  const files = filesOfNone(environment);
  const names = unknownSettings(environment).filter((name) => !files.includes(name));
  const lines = [
    ...(names.length === 0 ? [] : [`nothing reads ${names.join(', ')}: is the name misspelt?`]),
    ...(files.length === 0
      ? []
      : [`nothing reads ${files.join(', ')}: only secrets and logins may stand in files`]),
  ];
  return lines.length === 0 ? null : lines.join('; ');
}
