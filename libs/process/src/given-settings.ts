import { readFileSync, statSync } from 'node:fs';
import { settingEntries, type SettingName } from './setting-names.js';

/** What a process was started with. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What is set, by name. A name that is not here has its default. */
export type SettingValues = Readonly<Partial<Record<SettingName, string>>>;

/** A setting cannot be used, and why: the two make a sentence. Has nothing of a secret. */
export interface SettingFault {
  readonly setting: string;
  readonly problem: string;
}

export interface GivenSettings {
  readonly values: SettingValues;
  readonly faults: readonly SettingFault[];
}

/** More than any list of keys or rules of alerts; a wrong path may name anything. */
const FILE_BYTES_MAX = 1024 * 1024;

const READ_FAULTS: Readonly<Record<string, string>> = {
  ENOENT: 'which is not there',
  ENOTDIR: 'which is not there',
  EISDIR: 'which is a folder',
  EACCES: 'which this user may not read',
};

/**
 * The settings of an environment. An empty one is not set: docker compose hands on what `.env`
 * leaves out as an empty text. A secret may stand in a file, which `NAME_FILE` names; line breaks
 * at the end of the file are no part of it, and a login has none.
 *
 * Reads those files: call it once in a process, and hand the values on. A file may be a pipe.
 */
export function givenSettings(environment: Environment): GivenSettings {
  const values: Partial<Record<SettingName, string>> = {};
  const faults: SettingFault[] = [];
  for (const [name, { mayBeFile }] of settingEntries) {
    const own = textOf(name, environment[name]);
    if (own !== undefined) values[name] = own;
    const setting = `${name}_FILE`;
    const path = mayBeFile ? textOf(setting, environment[setting]) : undefined;
    if (path === undefined) continue;
    const read =
      own === undefined ? readSecret(name, path) : { problem: `is set, and ${name} too` };
    if ('problem' in read) faults.push({ setting, problem: read.problem });
    else values[name] = read.text;
  }
  return { values, faults };
}

/** Blanks around a value are no part of it, but for a password. undefined: it is not set. */
function textOf(name: string, value = ''): string | undefined {
  const trimmed = value.trim();
  return trimmed === '' ? undefined : name.endsWith('_PASSWORD') ? value : trimmed;
}

function readSecret(
  name: string,
  path: string,
): { readonly text: string } | { readonly problem: string } {
  const problem = (what: string) => ({ problem: `names ${path}, ${what}` });
  try {
    if (statSync(path).size > FILE_BYTES_MAX) return problem('which is too large for a secret');
    const bytes = readFileSync(path);
    const content = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    const text = textOf(name, content.replace(/(?<![\r\n])[\r\n]+$/, ''));
    if (/_(USER|PASSWORD)$/.test(name) && /[\r\n]/.test(text ?? ''))
      return problem('which has a line break within');
    return text === undefined ? problem('which is empty') : { text };
  } catch (error) {
    const { code = '' } = error as { readonly code?: string };
    if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA') return problem('which is no text in UTF-8');
    return problem(READ_FAULTS[code] ?? `which cannot be read (${code})`);
  }
}
