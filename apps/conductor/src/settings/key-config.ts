import type { SettingName, SettingValues } from '#process';
import { ROLES, type Role } from '../api/edge/access/identity.js';

export interface ApiKey {
  /** The name that the audit log shows. */
  readonly name: string;
  /** Default: admin. */
  readonly role?: Role;
  readonly key: string;
  /** For emergencies: it needs no second person, and people are told of each use. Default: no. */
  readonly breakGlass?: true;
}

export const KEY_LENGTH_MIN = 16;
const API_KEY_FORM = new RegExp(
  `^([A-Za-z][A-Za-z0-9_.@-]{0,63}):(?:(${ROLES.join('|')}):)?(\\S+)$`,
);

type Report = (fault: string) => void;

/**
 * Reads `CONDUCTOR_API_KEYS` and `CONDUCTOR_BREAK_GLASS_KEYS` (`name:key,name2:role:key2`). Names
 * and keys are unique in both together.
 */
export function readApiKeys(values: SettingValues, report: Report): readonly ApiKey[] {
  const plain = readKeys('CONDUCTOR_API_KEYS', values, report);
  const breakGlass = readKeys('CONDUCTOR_BREAK_GLASS_KEYS', values, report);
  const keys = [...plain, ...breakGlass.map((key) => ({ ...key, breakGlass: true as const }))];
  const where =
    breakGlass.length === 0
      ? 'CONDUCTOR_API_KEYS'
      : 'CONDUCTOR_API_KEYS and CONDUCTOR_BREAK_GLASS_KEYS';
  if (keys.some(({ name }) => name === '')) return keys;
  if (new Set(keys.map(({ name }) => name)).size < keys.length) {
    report(`${where}: every name may appear only once`);
  } else if (new Set(keys.map(({ key }) => key)).size < keys.length) {
    report(`${where}: two names have the same key, so the audit log could name either`);
  }
  return keys;
}

function readKeys(setting: SettingName, values: SettingValues, report: Report): readonly ApiKey[] {
  const text = values[setting]?.trim() ?? '';
  if (text === '') return [];
  const keys = text.split(',').map((entry) => {
    const [, name = '', role, key = ''] = API_KEY_FORM.exec(entry.trim()) ?? [];
    return { name, ...(role === undefined ? {} : { role: role as Role }), key };
  });
  if (keys.some(({ name }) => name === '')) {
    report(`${setting} must look like name:key,name2:role:key2`);
  } else if (keys.some(({ key }) => key.length < KEY_LENGTH_MIN)) {
    report(`${setting}: every key must have at least ${KEY_LENGTH_MIN} characters`);
  }
  return keys;
}
