import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { CORE_SCHEMA, load, mergeTag } from 'js-yaml';
import { interpolate, type Variables } from './env-file.fixture.js';

/** A service of docker-compose.yml, as far as tests look at it. */
export interface ComposedService {
  readonly image?: string;
  readonly command?: string | readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly [key: string]: unknown;
}

export interface Composed {
  readonly services: Readonly<Record<string, ComposedService>>;
  readonly secrets?: Readonly<Record<string, { readonly file: string }>>;
}

/** Docker compose knows `<<` beside what YAML 1.2 has. */
const WITH_MERGES = CORE_SCHEMA.withTags(mergeTag);

export const COMPOSE_FILE = 'docker-compose.yml';

/**
 * docker-compose.yml as docker compose understands it with these variables.
 *
 * @param overrides further files, in the order of `-f`
 */
export function compose(variables: Variables, ...overrides: readonly string[]): Composed {
  return [COMPOSE_FILE, ...overrides]
    .map((file) => load(readFileSync(file, 'utf8'), { schema: WITH_MERGES }))
    .map((document) => expand(document, variables))
    .reduce(merge) as Composed;
}

/** Maps are merged, lists added, mounts by their place; of all else the later one holds. */
function merge(one: unknown, other: unknown): unknown {
  if (other === undefined) return one;
  if (Array.isArray(one) && Array.isArray(other)) {
    const targets = other.map(targetOf).filter((target) => target !== undefined);
    return [...one.filter((each) => !targets.includes(targetOf(each) ?? '')), ...other];
  }
  if (!isMap(one) || !isMap(other)) return other;
  const keys = new Set([...Object.keys(one), ...Object.keys(other)]);
  return Object.fromEntries([...keys].map((key) => [key, merge(one[key], other[key])]));
}

function isMap(part: unknown): part is Readonly<Record<string, unknown>> {
  return typeof part === 'object' && part !== null && !Array.isArray(part);
}

function targetOf(mount: unknown): string | undefined {
  return /^[^:]+:(\/[^:]*)(?::ro)?$/.exec(String(mount))?.[1];
}

/** The environment of one of its containers; secrets are named where they lie on this machine. */
export function environmentOf(
  { services, secrets = {} }: Composed,
  name: string,
): Record<string, string> {
  const entries = Object.entries(services[name]?.environment ?? {}).map(([key, value]) => {
    const [, secret = ''] = /^\/run\/secrets\/(.+)$/.exec(value) ?? [];
    const path = secrets[secret]?.file;
    return [key, path === undefined ? value : resolve(path)] as const;
  });
  return Object.fromEntries(entries);
}

function expand(part: unknown, variables: Variables): unknown {
  if (typeof part === 'string') return interpolate(part, variables);
  if (Array.isArray(part)) return part.map((each) => expand(each, variables));
  if (typeof part !== 'object' || part === null) return part;
  const entries = Object.entries(part).map(([key, value]) => [key, expand(value, variables)]);
  return Object.fromEntries(entries) as unknown;
}

/** As people make them, without what a `.env` of this folder has. */
export function makeSecrets(folder: string): void {
  const env = { PATH: process.env['PATH'], ENV_FILE: '/dev/null' };
  execFileSync('sh', ['deploy/make-secrets.sh', folder], { env });
}
