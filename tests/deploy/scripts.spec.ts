import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compose, type ComposedService } from './composed.fixture.js';

/* What the scripts and files of deploy do where something is missing, or is there already. */

const folder = mkdtempSync(join(tmpdir(), 'conductor-scripts-'));
const at = (...names: readonly string[]) => join(folder, ...names);
/** Of nobody special, where the tests run as root: root may write what others may not. */
const NOBODY = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};

beforeAll(() => chmodSync(folder, 0o755));
afterAll(() => rmSync(folder, { recursive: true }));

/** A folder of that user, in which a script is run. */
function home(name: string): string {
  mkdirSync(at(name));
  if (NOBODY.uid !== undefined) chownSync(at(name), NOBODY.uid, NOBODY.gid);
  return at(name);
}

/** From standard input: that user need not be able to read this repository. */
function run(script: string, cwd: string, env: Record<string, string> = {}) {
  const { status, stdout, stderr } = spawnSync('sh', ['-s', 'made'], {
    ...{ cwd, input: readFileSync(script), encoding: 'utf8', ...NOBODY },
    env: { PATH: process.env['PATH'], ...env },
  });
  return { status, stdout, stderr };
}

/** A program of that name which does not work, found before the real one. */
function broken(program: string, text: string): Record<string, string> {
  mkdirSync(at(`broken-${program}`));
  writeFileSync(at(`broken-${program}`, program), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
  return { PATH: `${at(`broken-${program}`)}:${process.env['PATH']}` };
}

describe('deploy/make-secrets.sh', () => {
  const SCRIPT = 'deploy/make-secrets.sh';
  const secret = (own: string, name: string) => readFileSync(join(own, 'made', name), 'utf8');

  it('makes nothing, and says so, where there are no random bytes', () => {
    const own = home('no-random');
    const { status, stderr } = run(SCRIPT, own, broken('od', 'exit 127'));
    expect([status, stderr]).toEqual([1, expect.stringContaining('no random bytes')]);
    expect(readdirSync(join(own, 'made'))).toEqual([]);
  });

  it('makes a file anew that is blank, and may be repeated by its user', () => {
    const own = home('blank');
    run(SCRIPT, own);
    rmSync(join(own, 'made', 'order-api-key'));
    rmSync(join(own, 'made', 'conductor-api-keys'));
    writeFileSync(join(own, 'made', 'order-api-key'), '\n', { mode: 0o444 });
    const { status, stdout } = run(SCRIPT, own);
    expect([status, stdout]).toEqual([0, 'made/order-api-key\nmade/conductor-api-keys\n']);
    expect(secret(own, 'order-api-key')).toMatch(/^[0-9a-f]{48}\n$/);
    expect(secret(own, 'conductor-api-keys')).toContain(`,order:${secret(own, 'order-api-key')}`);
  });

  it.each([
    ['in quotes', `CONDUCTOR_API_KEYS='dev:0123456789abcdef,shop:fedcba9876543210'  # two`],
    ['as it is', 'CONDUCTOR_API_KEYS=dev:0123456789abcdef,shop:fedcba9876543210 # two\r'],
    ['exported', 'export CONDUCTOR_API_KEYS="dev:0123456789abcdef,shop:fedcba9876543210"'],
  ])('takes the keys of a .env from before, %s', (how, line) => {
    const own = home(`env ${how}`);
    writeFileSync(join(own, '.env'), `${line}\nORDER_API_KEY=fedcba9876543210\n`);
    const { status, stderr } = run(SCRIPT, own);
    expect(status).toBe(0);
    expect(secret(own, 'order-api-key')).toBe('fedcba9876543210\n');
    expect(secret(own, 'conductor-api-keys')).toBe('dev:0123456789abcdef,shop:fedcba9876543210\n');
    expect(stderr).toContain('CONDUCTOR_API_KEYS of .env is not read any more');
  });

  it('gives the order service a key beside those of .env', () => {
    const own = home('env without order');
    writeFileSync(join(own, '.env'), 'CONDUCTOR_API_KEYS=dev:0123456789abcdef\n');
    expect(run(SCRIPT, own).status).toBe(0);
    expect(secret(own, 'conductor-api-keys')).toBe(
      `dev:0123456789abcdef,order-service:${secret(own, 'order-api-key')}`,
    );
  });

  it('refuses keys that it cannot read, and does not make others in their place', () => {
    const own = home('env odd');
    writeFileSync(join(own, '.env'), 'CONDUCTOR_API_KEYS="dev:${KEY}"\n');
    const { status, stderr } = run(SCRIPT, own);
    expect([status, stderr]).toEqual([1, expect.stringContaining('write it into made/conductor-')]);
    expect(existsSync(join(own, 'made', 'conductor-api-keys'))).toBe(false);
  });
});

describe('deploy/tls/make-certificates.sh', () => {
  const SCRIPT = 'deploy/tls/make-certificates.sh';

  it('may be repeated by its user, and makes what is missing', () => {
    const own = home('certificates');
    expect(run(SCRIPT, own)).toMatchObject({ status: 0, stderr: '' });
    const before = readFileSync(join(own, 'made', 'ca.crt'), 'utf8');
    rmSync(join(own, 'made', 'front.crt'));
    expect(run(SCRIPT, own)).toMatchObject({ status: 0, stderr: '' });
    const read = (name: string) => readFileSync(join(own, 'made', name), 'utf8');
    expect(read('ca.crt')).toBe(before);
    expect(read('front.pem')).toBe(read('front.crt') + read('front.key'));
  });

  it('says why openssl failed, and leaves no certificate', () => {
    const own = home('no-openssl');
    const { status, stderr } = run(SCRIPT, own, broken('openssl', 'echo no entropy >&2; exit 1'));
    expect([status, stderr]).toEqual([1, 'no entropy\n']);
    expect(readdirSync(join(own, 'made'))).toEqual([]);
  });
});

it('RabbitMQ is told what of memory its container has', () => {
  const { rabbitmq } = compose({ SECRETS_DIR: '/s' }).services;
  const { volumes, deploy } = rabbitmq as ComposedService & {
    readonly volumes: readonly string[];
    readonly deploy: { readonly resources: { readonly limits: { readonly memory: string } } };
  };
  const settings = volumes
    .filter((mount) => mount.includes(':/etc/rabbitmq/conf.d/'))
    .map((mount) => readFileSync(mount.split(':')[0] ?? '', 'utf8'))
    .join('\n');
  const [, told] = /^total_memory_available_override_value = (\d+)GB$/m.exec(settings) ?? [];
  expect(`${told}G`).toBe(deploy.resources.limits.memory);
  expect(settings).toMatch(/^vm_memory_high_watermark\.relative = 0\.[3-6]$/m);
});
