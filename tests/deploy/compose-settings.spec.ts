import { readFileSync } from 'node:fs';
import { settingEntries, type Program, type SettingName } from '#process';
import { compose, COMPOSE_FILE, environmentOf } from './composed.fixture.js';
import { readEnvFile, type Variables } from './env-file.fixture.js';
import { READERS, SAMPLES } from './programs.fixture.js';

/* What docker compose is given reaches the programs, and needs no engine to be looked at. */

const composeText = readFileSync(COMPOSE_FILE, 'utf8');
const example = readFileSync('.env.example', 'utf8');
const operations = readFileSync('docs/OPERATIONS.md', 'utf8');

/** The containers of each program. */
const CONTAINERS: Readonly<Partial<Record<Program, string>>> = {
  conductor: 'conductor',
  order: 'order-service',
  payment: 'payment-service',
  shipping: 'shipping-service',
};
const programs = Object.keys(CONTAINERS) as Program[];
const containerOf = (program: Program): string => CONTAINERS[program] ?? '';

/** Settings that .env does not give the containers, and why. */
const SET_BY_COMPOSE: Readonly<Partial<Record<SettingName, string>>> = {
  DATABASE_URL: 'the server is the one beside it',
  DATABASE_USER: 'stands in the URL',
  DATABASE_PASSWORD: 'comes from POSTGRES_PASSWORD',
  AMQP_URL: 'the broker is the one beside it',
  AMQP_USER: 'stands in the URL',
  AMQP_PASSWORD: 'comes from RABBITMQ_PASSWORD',
  HOST: 'a container listens for the others',
  PORT: 'where it is published is CONDUCTOR_PORT',
  ORDER_SERVICE_PORT: 'in the container it is always the same; .env says where it is published',
  CONDUCTOR_URL: 'the front is beside it',
  CONDUCTOR_API_KEY: 'comes from ORDER_API_KEY',
  ORDER_DATABASE_URL: 'the database is one of the server beside it',
  PAYMENT_DATABASE_URL: 'the database is one of the server beside it',
  SHIPPING_DATABASE_URL: 'the database is one of the server beside it',
};
/** Of these the containers have nothing at all. */
const NOT_IN_CONTAINERS: readonly SettingName[] = [
  'DATABASE_USER',
  'AMQP_USER',
  'ORDER_DATABASE_URL',
  'PAYMENT_DATABASE_URL',
  'SHIPPING_DATABASE_URL',
];

const REQUIRED: Variables = {
  POSTGRES_PASSWORD: 'secret',
  RABBITMQ_PASSWORD: 'secret',
  ORDER_API_KEY: '0123456789abcdef',
  CONDUCTOR_API_KEYS: 'order:0123456789abcdef',
};
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

  it.each(handedOn.filter(({ name }) => !(name in REQUIRED)))(
    'hands an empty $name on to $program as one that is not set',
    ({ name, program }) => {
      expect(readIn(program, { ...REQUIRED, [name]: '' })).toEqual(readIn(program, REQUIRED));
    },
  );

  it.each(programs)('gives %s what it reads, and nothing else', (program) => {
    const given = Object.keys(environmentOf(composed(REQUIRED), containerOf(program)));
    const names = given.map((name) => name.replace(/_FILE$/, ''));
    const read = settingEntries
      .filter(([name, { readBy }]) => readBy.includes(program) && !NOT_IN_CONTAINERS.includes(name))
      .map(([name]) => name);
    expect(names.sort()).toEqual([...read].sort());
  });

  it.each(['POSTGRES_PASSWORD', 'RABBITMQ_PASSWORD'])('takes a %s of any characters', (name) => {
    const secret = `p@ss/word#1?%:[] ü"'$\\ \${HOME}`;
    const { services } = composed({ ...REQUIRED, [name]: secret });
    const servers = [services['postgres'], services['rabbitmq']].map((each) => each?.environment);
    expect(servers.flatMap((each) => Object.values(each ?? {}))).toContain(secret);
    const urls = JSON.stringify(readIn('conductor', { ...REQUIRED, [name]: secret }));
    expect(urls).toContain(`conductor:${encodeURIComponent(secret)}@`);
  });

  it.each(Object.keys(REQUIRED))('does not start without %s, which has no default', (name) => {
    const { [name]: _gone, ...rest } = REQUIRED;
    expect(() => composed(rest)).toThrow(`${name}: see .env.example`);
    expect(() => composed({ ...rest, [name]: '' })).toThrow(`${name}: see .env.example`);
  });

  it('hands the prefix on to the script that sets the policies', () => {
    const { services } = composed({ ...REQUIRED, CONDUCTOR_PREFIX: 'shop' });
    expect(services['rabbitmq-policy']?.environment).toMatchObject({ PREFIX: 'shop' });
  });
});

describe('.env.example', () => {
  const listed = [...example.matchAll(/^(?:# )?([A-Z][A-Z_]+)=/gm)].map(([, name = '']) => name);
  const settings = settingEntries.map(([name]) => name as string);
  const used = [...composeText.matchAll(/\$\{([A-Z_]+)/g)].map(([, name = '']) => name);

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
