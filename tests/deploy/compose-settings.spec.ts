import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { settingEntries, type Program, type SettingName } from '#process';
import { compose, COMPOSE_FILE, environmentOf, makeSecrets } from './composed.fixture.js';
import { readEnvFile, type Variables } from './env-file.fixture.js';
import { READERS, SAMPLES } from './programs.fixture.js';

/* What docker compose is given reaches the programs, and needs no engine to be looked at. */

const composeText = readFileSync(COMPOSE_FILE, 'utf8');
const tlsText = readFileSync('docker-compose.tls.yml', 'utf8');
const example = readFileSync('.env.example', 'utf8');
const operations = readFileSync('docs/OPERATIONS.md', 'utf8');

/** The containers of each program. */
const CONTAINERS: Readonly<Partial<Record<Program, string>>> = {
  conductor: 'conductor',
  order: 'order-service',
  payment: 'payment-service',
  shipping: 'shipping-service',
  migrate: 'conductor-migrate',
};
const programs = Object.keys(CONTAINERS) as Program[];
const containerOf = (program: Program): string => CONTAINERS[program] ?? '';

/** Settings that .env does not give the containers, and why. */
const SET_BY_COMPOSE: Readonly<Partial<Record<SettingName, string>>> = {
  DATABASE_URL: 'the server is the one beside it',
  DATABASE_USER: 'each program has a role of its own',
  DATABASE_PASSWORD: 'a file of the folder secrets',
  AMQP_URL: 'the broker is the one beside it',
  AMQP_USER: 'each program has an account of its own',
  AMQP_PASSWORD: 'a file of the folder secrets',
  HOST: 'a container listens for the others',
  PORT: 'where it is published is CONDUCTOR_PORT',
  ORDER_SERVICE_PORT: 'in the container it is always the same; .env says where it is published',
  HEALTH_PORT: 'only its own health check asks there',
  CONDUCTOR_URL: 'the front is beside it',
  CONDUCTOR_API_KEY: 'a file of the folder secrets',
  CONDUCTOR_API_KEYS: 'a file of the folder secrets',
  CONDUCTOR_MIGRATIONS: 'conductors have a role without DDL, services own their tables',
  CONDUCTOR_RUNTIME_ROLE: 'the role of the conductors',
  ORDER_DATABASE_URL: 'the database is one of the server beside it',
  PAYMENT_DATABASE_URL: 'the database is one of the server beside it',
  SHIPPING_DATABASE_URL: 'the database is one of the server beside it',
};
/** Of these a container has nothing at all. */
const NOT_IN_CONTAINERS: Readonly<Partial<Record<Program, readonly SettingName[]>>> = {
  order: ['ORDER_DATABASE_URL', 'CONDUCTOR_MIGRATIONS'],
  payment: ['PAYMENT_DATABASE_URL', 'CONDUCTOR_MIGRATIONS'],
  shipping: ['SHIPPING_DATABASE_URL', 'CONDUCTOR_MIGRATIONS'],
  migrate: ['ORDER_DATABASE_URL', 'PAYMENT_DATABASE_URL', 'SHIPPING_DATABASE_URL'],
};

/** As deploy/make-secrets.sh makes it. */
const folder = mkdtempSync(join(tmpdir(), 'conductor-compose-'));
makeSecrets(folder);
afterAll(() => rmSync(folder, { recursive: true }));
const REQUIRED: Variables = { SECRETS_DIR: folder };
/** So that the settings which only matter beside these are looked at. */
const OTHERS: Variables = {
  CONDUCTOR_FOUR_EYES: 'abandon',
  CONDUCTOR_OIDC_ISSUER: 'https://id.example',
  CONDUCTOR_OIDC_CLIENT_ID: 'conductor',
  CONDUCTOR_OIDC_ROLES: 'support=viewer',
};

/** In single quotes nothing but these two has a meaning. */
function quoted(value: string): string {
  return `'${value.replace(/['\\]/g, String.raw`\$&`)}'`;
}

/** As a person writes it, through the rules of `.env`. */
function composed(variables: Variables) {
  const lines = Object.entries(variables).map(([name, value]) => `${name}=${quoted(value)}`);
  return compose(readEnvFile(lines.join('\n')));
}

/** What a program makes of its container's environment. */
function readIn(program: Program, variables: Variables): unknown {
  return READERS[program](environmentOf(composed(variables), containerOf(program)));
}

const handedOn = settingEntries.flatMap(([name, { readBy }]) =>
  programs
    .filter((program) => readBy.includes(program) && !(name in SET_BY_COMPOSE))
    .map((program) => ({ name, program })),
);

describe('docker-compose.yml', () => {
  it.each(handedOn)('hands $name of .env on to $program as it is', ({ name, program }) => {
    const base = { ...REQUIRED, ...OTHERS };
    const without = environmentOf(composed(base), containerOf(program));
    const read = readIn(program, { ...base, [name]: SAMPLES[name] });
    expect(read).toEqual(READERS[program]({ ...without, [name]: SAMPLES[name] }));
    expect(read).not.toEqual(READERS[program](without));
  });

  it.each(handedOn)(
    'hands an empty $name on to $program as one that is not set',
    ({ name, program }) => {
      expect(readIn(program, { ...REQUIRED, [name]: '' })).toEqual(readIn(program, REQUIRED));
    },
  );

  it.each(programs)('gives %s what it reads, and nothing else', (program) => {
    const given = Object.keys(environmentOf(composed(REQUIRED), containerOf(program)));
    const names = given.map((name) => name.replace(/_FILE$/, ''));
    const read = settingEntries
      .filter(([, { readBy }]) => readBy.includes(program))
      .map(([name]) => name)
      .filter((name) => !NOT_IN_CONTAINERS[program]?.includes(name));
    expect(names.sort()).toEqual([...read].sort());
  });

  it('mounts every secret that it has, where it is needed, and no other', () => {
    const { services, secrets = {} } = composed(REQUIRED);
    expect(Object.keys(secrets).sort()).toEqual(readdirSync(folder).sort());
    for (const [name, service] of Object.entries(services)) {
      const mounted = (service['secrets'] ?? []) as readonly string[];
      const named = Object.values(service.environment ?? {})
        .filter((value) => value.startsWith('/run/secrets/'))
        .map((value) => value.replace('/run/secrets/', ''));
      expect(mounted.filter((secret) => !(secret in secrets))).toEqual([]);
      // scripts read theirs by name
      if (!name.endsWith('-accounts')) expect([...mounted].sort()).toEqual(named.sort());
    }
  });

  it('has no secret in an environment', () => {
    const { services } = composed(REQUIRED);
    const all = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8').trim());
    const environments = JSON.stringify(Object.values(services).map((each) => each.environment));
    expect(all.filter((secret) => environments.includes(secret))).toEqual([]);
    expect(JSON.stringify(readIn('conductor', REQUIRED))).toContain(
      readFileSync(join(folder, 'conductor-database'), 'utf8').trim(),
    );
  });

  it('hands the prefix on to the script that sets the policies', () => {
    const { services } = composed({ ...REQUIRED, CONDUCTOR_PREFIX: 'shop' });
    expect(services['rabbitmq-accounts']?.environment).toMatchObject({ PREFIX: 'shop' });
  });
});

describe('deploy/make-secrets.sh', () => {
  it('keeps what is there, makes what is missing, and gives the order service its key', () => {
    const read = (name: string) => readFileSync(join(folder, name), 'utf8').trim();
    const [before, gone] = [read('conductor-database'), read('order-broker')];
    rmSync(join(folder, 'order-broker'));
    makeSecrets(folder);
    expect(read('conductor-database')).toBe(before);
    expect(read('order-broker')).not.toBe(gone);
    expect(read('conductor-api-keys')).toMatch(/^ops:[0-9a-f]{48},order:[0-9a-f]{48}$/);
    expect(read('conductor-api-keys')).toContain(`,order:${read('order-api-key')}`);
  });

  it('lets nobody but the owner into the folder, and every container read its file', () => {
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    const modes = readdirSync(folder).map((name) => statSync(join(folder, name)).mode & 0o777);
    expect(new Set(modes)).toEqual(new Set([0o444]));
  });
});

describe('.env.example', () => {
  const listed = [...example.matchAll(/^(?:# )?([A-Z][A-Z_]+)=/gm)].map(([, name = '']) => name);
  const settings = settingEntries.map(([name]) => name as string);
  const used = [...`${composeText}${tlsText}`.matchAll(/\$\{([A-Z_]+)/g)].map(
    ([, name = '']) => name,
  );

  it('has every setting of every program', () => {
    expect(settings.filter((name) => !listed.includes(name))).toEqual([]);
  });

  it('has what docker-compose.yml uses, and nothing that nobody reads', () => {
    expect(used.filter((name) => !listed.includes(name))).toEqual([]);
    const known = [...settings, ...used];
    expect(listed.filter((name) => !known.includes(name))).toEqual([]);
  });

  it('and docs/OPERATIONS.md know the same', () => {
    const documented = operations
      .split('\n')
      .filter((line) => line.startsWith('| `'))
      .flatMap((line) => [...(line.split('|')[1] ?? '').matchAll(/`([A-Z][A-Z_]+)`/g)])
      .map(([, name = '']) => name);
    const known = [...settings, ...used, 'DATABASE_URL'];
    expect(known.filter((name) => !documented.includes(name))).toEqual([]);
    const ours = documented.filter((name) => /^(CONDUCTOR|AMQP|DATABASE)_/.test(name));
    const CODES = /_(FAILED|REQUIRED|CHANGED|STATUS|REUSED)$/;
    expect(ours.filter((name) => !known.includes(name) && !CODES.test(name))).toEqual([]);
  });
});
