import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { compose, type ComposedService } from './composed.fixture.js';

/* What a container may do, and how docker knows that it works; no engine is needed to look. */

const { services } = compose({ SECRETS_DIR: '/nowhere' });
const names = Object.keys(services);

/** They run to their end with each `up`, and others wait for that. */
const isOnce = (name: string): boolean => /-(accounts|migrate)$/.test(name);

function partOf<Part>(name: string, key: string): Part {
  return (services[name] as ComposedService)[key] as Part;
}

interface Limits {
  readonly resources?: { readonly limits?: Readonly<Record<string, unknown>> };
}
interface Health {
  readonly test: readonly string[];
  readonly interval: string;
  readonly timeout: string;
  readonly retries: number;
}
type Dependencies = readonly string[] | Readonly<Record<string, { readonly condition: string }>>;

describe.each(names)('The service %s', (name) => {
  it('has a limit for processors, memory and processes', () => {
    const limits = partOf<Limits>(name, 'deploy').resources?.limits;
    expect(limits).toEqual({
      cpus: expect.stringMatching(/^\d+(\.\d+)?$/),
      memory: expect.stringMatching(/^\d+[MG]$/),
      pids: expect.any(Number),
    });
  });

  it('has a root that it cannot write, no capability, and gets none', () => {
    expect(services[name]).toMatchObject({
      read_only: true,
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
      tmpfs: expect.arrayContaining(['/tmp']),
    });
    expect(services[name]).not.toHaveProperty('privileged');
    expect(services[name]).not.toHaveProperty('cap_add');
  });

  it('writes logs that do not fill the disk', () => {
    expect(services[name]).toMatchObject({
      logging: { driver: 'local', options: { 'max-size': '10m', 'max-file': '5' } },
    });
  });

  it('is of an image whose major version is fixed', () => {
    const { image = '' } = services[name] as ComposedService;
    if (image !== 'conductor') expect(image).toMatch(/^[a-z]+:\d+(\.\d+)?$/);
  });

  it('says whether it works, or runs once', () => {
    if (isOnce(name)) {
      expect(partOf(name, 'restart')).toBe('no');
      return;
    }
    expect(partOf(name, 'restart')).toBe('unless-stopped');
    const { test, interval, timeout, retries } = partOf<Health>(name, 'healthcheck');
    expect(test[0]).toBe('CMD');
    expect([interval, timeout]).toEqual([expect.stringMatching(/s$/), expect.stringMatching(/s$/)]);
    expect(retries).toBeGreaterThan(2);
  });

  it('waits for what it needs to be healthy, or done', () => {
    const needs = partOf<Dependencies | undefined>(name, 'depends_on') ?? {};
    if (Array.isArray(needs)) return;
    for (const [other, { condition }] of Object.entries(needs)) {
      expect(names).toContain(other);
      const wanted = isOnce(other) ? 'service_completed_successfully' : 'service_healthy';
      expect(condition).toBe(wanted);
    }
  });

  it('mounts files that are here, and can only read them', () => {
    const mounts = partOf<readonly string[] | undefined>(name, 'volumes') ?? [];
    for (const mount of mounts.filter((each) => each.startsWith('.'))) {
      const [from = '', , mode] = mount.split(':');
      expect([existsSync(from), mode]).toEqual([true, 'ro']);
    }
  });

  it('publishes ports on this machine alone', () => {
    for (const port of partOf<readonly string[] | undefined>(name, 'ports') ?? []) {
      expect(port).toMatch(/^127\.0\.0\.1:/);
    }
  });
});

/** The test of a health check, run here against a server that answers like this. */
async function check(name: string, port: number, status: number): Promise<number> {
  const asked: string[] = [];
  const server = createServer(({ url = '' }, response) => {
    asked.push(url);
    response.writeHead(status).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const own = String((server.address() as AddressInfo).port);
  const { test } = partOf<Health>(name, 'healthcheck');
  const [, file = '', ...args] = test.map((part) => part.replaceAll(String(port), own));
  const code = await new Promise<number>((resolve) => {
    execFile(file, args, (error) => resolve(error === null ? 0 : 1));
  });
  server.close();
  expect(asked).toHaveLength(1);
  return code;
}

it.each([
  ['conductor', 3000],
  ['front', 8405],
  ['order-service', 3100],
  ['payment-service', 3100],
  ['shipping-service', 3100],
])('The health check of %s passes for 200, and not for 503', async (name, port) => {
  expect(await check(name, port, 200)).toBe(0);
  expect(await check(name, port, 503)).toBe(1);
});
