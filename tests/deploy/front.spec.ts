import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { frontFaults, frontLines } from './front.fixture.js';

/* What is in front of the conductors; haproxy itself is asked too where it is there. */

const FILES = ['deploy/front/haproxy.cfg', 'deploy/tls/haproxy.cfg'];
const folder = mkdtempSync(join(tmpdir(), 'conductor-front-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** What haproxy says of it, with a certificate made here; null: nothing, or it is not there. */
function haproxyFault(file: string): string | null {
  execFileSync('sh', ['deploy/tls/make-certificates.sh', join(folder, 'tls')]);
  const own = join(folder, 'haproxy.cfg');
  const text = readFileSync(file, 'utf8');
  const certificate = join(folder, 'tls', 'front.pem');
  writeFileSync(own, text.replace('/run/secrets/front-certificate', certificate));
  const { error, status, stderr } = spawnSync('haproxy', ['-c', '-q', '-f', own], {
    encoding: 'utf8',
  });
  return error !== undefined || status === 0 ? null : stderr;
}

describe.each(FILES)('%s', (file) => {
  const text = readFileSync(file, 'utf8');

  it('has each section once, keywords that there are, and sends requests to servers', () => {
    expect(frontFaults(text)).toEqual([]);
    expect(haproxyFault(file)).toBeNull();
  });

  it('sends what comes at port 3000 to conductors that are ready', () => {
    const lines = frontLines(text).filter(({ keyword }) => keyword !== '');
    const [{ section = '' } = {}] = lines.filter(({ rest }) => /^:3000\b/.test(rest));
    const [{ rest: name = '' } = {}] = lines.filter(
      (line) => line.section === section && line.keyword === 'default_backend',
    );
    const backend = lines.filter((line) => line.section === `backend ${name}`);
    const settings = backend.map(({ keyword, rest }) => `${keyword} ${rest}`);
    expect(settings).toEqual(
      expect.arrayContaining([
        'option httpchk GET /health/ready',
        expect.stringMatching(/^server-template conductor 10 conductor:3000 check /),
      ]),
    );
  });

  it('listens where its health check asks', () => {
    const health = frontLines(text).filter(({ section }) => section === 'frontend health');
    expect(health.map(({ keyword, rest }) => `${keyword} ${rest}`)).toEqual([
      ' health',
      'bind 127.0.0.1:8405',
      'acl no_conductor nbsrv(conductors) lt 1',
      'monitor-uri /health',
      'monitor fail if no_conductor',
    ]);
  });
});

it.each([
  ['backend conductors\n  server a b:1\nbackend conductors\n  server a b:1', /twice/],
  ['frontend a\n  default_# For\nbackend conductors\n  server a b:1', /unknown: frontend a/],
  ['frontend a\n  bind :1', /leads nowhere/],
  ['frontend a\n  default_backend b', /no backend b/],
  ['backend conductors', /no server/],
])('Given %j, when it is looked at, then that is found', (text, fault) => {
  expect(frontFaults(text).join('\n')).toMatch(fault);
});
