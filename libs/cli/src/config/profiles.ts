import { chmodSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CliError, usage } from '../ending/errors.js';
import type { Surroundings } from '../world/surroundings.js';

/** A conductor that is reached by a name of one's own. */
export interface Profile {
  readonly url: string;
  readonly apiKey?: string;
}

export interface Profiles {
  /** The profile that is used when none is named; null: none is. */
  readonly current: string | null;
  readonly profiles: Readonly<Record<string, Profile>>;
}

export const PROFILE_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/;
const OTHERS = 0o077;

/** Where profiles are kept: `$XDG_CONFIG_HOME/conductor/profiles.json`, else below `~/.config`. */
export function profilesFile({ env, home }: Pick<Surroundings, 'env' | 'home'>): string {
  const base = env['XDG_CONFIG_HOME'];
  return join(base ? base : join(home, '.config'), 'conductor', 'profiles.json');
}

/**
 * All profiles; none when there is no file.
 * @throws CliError CLI_PROFILES when others may read the file, or it is not what this wrote
 */
export function readProfiles(surroundings: Pick<Surroundings, 'env' | 'home'>): Profiles {
  const file = profilesFile(surroundings);
  let text: string;
  try {
    const isPrivate = process.platform === 'win32' || (statSync(file).mode & OTHERS) === 0;
    if (!isPrivate) {
      throw new CliError(`${file} has keys in it, and others may read it.`, {
        code: 'CLI_PROFILES',
        help: `chmod 600 ${file}`,
      });
    }
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { current: null, profiles: {} };
    throw error;
  }
  return parse(text, file);
}

/** Replaces the file as a whole; only its owner may read it. */
export function writeProfiles(
  surroundings: Pick<Surroundings, 'env' | 'home'>,
  profiles: Profiles,
): void {
  const file = profilesFile(surroundings);
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const fresh = `${file}.${process.pid}`;
  writeFileSync(fresh, `${JSON.stringify(profiles, null, 2)}\n`, { mode: 0o600 });
  // a file that was there keeps its mode when it is written: this one is new
  chmodSync(fresh, 0o600);
  renameSync(fresh, file);
}

function parse(text: string, file: string): Profiles {
  const unusable = (why: string, cause?: unknown) =>
    new CliError(`${file} cannot be used: ${why}.`, {
      code: 'CLI_PROFILES',
      help: 'Mend it, or delete it and make them anew: `conductor profile set NAME --url URL`.',
      cause,
    });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw unusable('it is not JSON', error);
  }
  const { current = null, profiles } = (value ?? {}) as Partial<Profiles>;
  if (typeof profiles !== 'object' || profiles === null) throw unusable('it has no profiles');
  const isWrong = Object.values(profiles).some((each) => typeof each?.url !== 'string');
  if (isWrong) throw unusable('a profile has no url');
  return { current, profiles };
}

/** Which conductor is meant, and with which key. */
export interface Target {
  readonly url: string;
  readonly apiKey: string | null;
  /** Where the address is from, for people. */
  readonly from: string;
}

export const DEFAULT_URL = 'http://localhost:3000';

/**
 * `--url`, else the profile that is named (`--profile`, CONDUCTOR_PROFILE), else CONDUCTOR_URL,
 * else the current profile, else http://localhost:3000. CONDUCTOR_API_KEY goes before the key of
 * a profile, and the key of a profile goes to the profile's own origin only.
 * @throws CliError CLI_USAGE when there is no such profile, or the address is none
 */
export function targetOf(
  options: { readonly url?: string | undefined; readonly profile?: string | undefined },
  surroundings: Pick<Surroundings, 'env' | 'home'>,
): Target {
  const { env } = surroundings;
  const named = options.profile ?? (env['CONDUCTOR_PROFILE'] || undefined);
  const known = readProfiles(surroundings);
  const profile = profileOf(named ?? known.current ?? undefined, known);
  const byEnv = named === undefined ? env['CONDUCTOR_URL'] || undefined : undefined;
  const [url, from] =
    options.url !== undefined
      ? [options.url, '--url']
      : byEnv !== undefined
        ? [byEnv, 'CONDUCTOR_URL']
        : profile !== null
          ? [profile.url, `the profile ${named ?? known.current}`]
          : [DEFAULT_URL, 'the default'];
  const origin = originOf(url, from);
  const isOfProfile = profile !== null && originOf(profile.url, 'the profile') === origin;
  const apiKey = env['CONDUCTOR_API_KEY'] || (isOfProfile ? profile.apiKey : undefined);
  return { url: url.replace(/(?<!\/)\/+$/, ''), apiKey: apiKey ?? null, from };
}

function profileOf(name: string | undefined, { profiles }: Profiles): Profile | null {
  if (name === undefined) return null;
  const found = Object.hasOwn(profiles, name) ? profiles[name] : undefined;
  if (found !== undefined) return found;
  throw usage(
    `There is no profile ${name}.`,
    `conductor profile list; make it: conductor profile set ${name} --url URL`,
  );
}

function originOf(url: string, from: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  if (parsed === null || !/^https?:$/.test(parsed.protocol)) {
    throw usage(`${url} (${from}) is no address.`, 'It has to begin with http:// or https://.');
  }
  return parsed.origin;
}
