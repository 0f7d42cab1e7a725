import { readFileSync } from 'node:fs';

/* What docker compose is given reaches the containers, and needs no engine to be looked at. */

const compose = readFileSync('docker-compose.yml', 'utf8');
const example = readFileSync('.env.example', 'utf8');
const operations = readFileSync('docs/OPERATIONS.md', 'utf8');

/** The apps' own names, which docker compose sets by itself in a way that suits it. */
const SET_BY_COMPOSE = /^(HOST|PORT|DATABASE_|AMQP_|CONDUCTOR_URL|CONDUCTOR_API_KEY$)/;
/** Of other ways to start. */
const NOT_IN_COMPOSE =
  /^((ORDER|PAYMENT|SHIPPING)_DATABASE_URL|CONDUCTOR_DATA_DIR|CONDUCTOR_FIRST_ORDERS)$/;

const settings = [...example.matchAll(/^(?:# )?([A-Z][A-Z_]+)=/gm)].map(([, name = '']) => name);
/** Those in the tables of docs/OPERATIONS.md. */
const documented = operations
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .flatMap((line) => [...(line.split('|')[1] ?? '').matchAll(/`(CONDUCTOR_[A-Z_]+)`/g)])
  .map(([, name = '']) => name);

describe('docker-compose.yml', () => {
  it.each(settings.filter((name) => !SET_BY_COMPOSE.test(name) && !NOT_IN_COMPOSE.test(name)))(
    'hands %s of .env on',
    (name) => {
      expect(compose).toMatch(new RegExp(`\\$\\{${name}[:}]`));
    },
  );

  it('and .env.example know every setting of the conductor', () => {
    expect(documented.length).toBeGreaterThan(5);
    expect(documented.filter((name) => !settings.includes(name))).toEqual([]);
  });

  it.each(['ORDER_API_KEY', 'CONDUCTOR_API_KEYS', 'POSTGRES_PASSWORD', 'RABBITMQ_PASSWORD'])(
    'does not start without %s, which has no default',
    (name) => {
      const uses = [...compose.matchAll(new RegExp(`\\$\\{${name}\\b([^}]*)\\}`, 'g'))];
      expect(uses.length).toBeGreaterThan(0);
      expect(uses.filter(([, rest = '']) => !rest.startsWith(':?'))).toEqual([]);
    },
  );

  it('hands the prefix on to the script that sets the policies', () => {
    const [, policy = ''] = /rabbitmq-policy:([\s\S]*?)\n\n/.exec(compose) ?? [];
    expect(policy).toContain('PREFIX: ${CONDUCTOR_PREFIX:-conductor}');
  });

  it('puts no secret into a URL, where its characters would have a meaning', () => {
    const urls = [...compose.matchAll(/_URL: (\S+)/g)].map(([, url = '']) => url);
    expect(urls.length).toBeGreaterThan(2);
    expect(urls.filter((url) => url.includes('${'))).toEqual([]);
  });
});
