import { execFile, execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compose } from './composed.fixture.js';

/* What the files of the image say is true of this repository; no engine is needed to look. */

const dockerfile = readFileSync('Dockerfile', 'utf8');
const bake = readFileSync('docker-bake.hcl', 'utf8');
const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as {
  readonly version: string;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly scripts: Readonly<Record<string, string>>;
};
const instructions = dockerfile
  .split('\n')
  .filter((line) => /^[A-Z]+ /.test(line))
  .map((line) => ({ name: line.split(' ')[0] ?? '', rest: line.slice(line.indexOf(' ') + 1) }));
const of = (name: string): string[] =>
  instructions.filter((each) => each.name === name).map(({ rest }) => rest);

/** The source of a built program. */
const sourceOf = (built: string): string => built.replace(/^dist\//, '').replace(/\.js$/, '.ts');
const builtIn = (text: string): string[] => text.match(/dist\/[\w./-]+\.js/g) ?? [];

describe('The Dockerfile', () => {
  const [build = '', run = ''] = dockerfile.split(/^(?=FROM )/m).slice(1);

  it('copies what is here, and what .dockerignore lets it have', () => {
    const sources = of('COPY')
      .filter((rest) => !rest.startsWith('--from'))
      .flatMap((rest) => rest.split(' ').slice(0, -1));
    expect(sources.length).toBeGreaterThan(5);
    expect(sources.filter((path) => !existsSync(path))).toEqual([]);
    const ignored = readFileSync('.dockerignore', 'utf8').split('\n');
    expect(sources.filter((path) => ignored.includes(path))).toEqual([]);
    expect(ignored).toEqual(expect.arrayContaining(['.env', 'secrets', '.git', 'node_modules']));
  });

  it('copies every folder of sources that a program imports', () => {
    const { SOURCES = '' } = { SOURCES: readFileSync('scripts/prepare.mjs', 'utf8') };
    const [, list = ''] = /const SOURCES = \[([^\]]+)\]/.exec(SOURCES) ?? [];
    const folders = [...list.matchAll(/'(\w+)'/g)].map(([, name = '']) => name);
    expect(folders.length).toBeGreaterThan(2);
    const copied = of('COPY').map((rest) => rest.split(' ')[0]);
    expect(folders.filter((name) => !copied.includes(name))).toEqual([]);
  });

  it('runs scripts that there are', () => {
    const scripts = [...build.matchAll(/npm run ([\w:]+)/g)].map(([, name = '']) => name);
    expect(scripts).toEqual(['build', 'sbom']);
    expect(scripts.filter((name) => !(name in manifest.scripts))).toEqual([]);
  });

  it('has in its last stage what was built, without tools, and runs as nobody special', () => {
    expect(run).toMatch(/^USER node$/m);
    expect(run).not.toMatch(/^RUN |npm /m);
    expect(run.match(/^COPY .*$/gm)).toEqual([
      expect.stringMatching(/^COPY --from=build \/app\/package.json/),
      expect.stringMatching(/^COPY --from=build \/app\/node_modules/),
      expect.stringMatching(/^COPY --from=build \/app\/dist/),
    ]);
    expect(build).toMatch(/npm prune --omit=dev --omit=optional --workspaces=false/);
    expect(of('FROM').map((from) => from.replace(/--platform=\S+ /, ''))).toEqual([
      'node:22-slim AS build',
      'node:22-slim',
    ]);
  });

  it('starts programs that there are, and so do the containers of docker-compose.yml', () => {
    const { services } = compose({ SECRETS_DIR: '/s' });
    const commands = Object.values(services).map(({ command = '' }) => String(command));
    const started = [...of('CMD'), ...commands].flatMap(builtIn);
    expect(new Set(started).size).toBe(5);
    expect(started.filter((path) => !existsSync(sourceOf(path)))).toEqual([]);
  });

  it.each([
    ['PORT', 200, 0],
    ['PORT', 503, 1],
    ['HEALTH_PORT', 200, 0],
    ['HEALTH_PORT', 503, 1],
  ])('Given a program at %s that answers %d, its health check ends with %d', async (...row) => {
    const [setting, status, code] = row;
    const asked: string[] = [];
    const server = createServer(({ url = '' }, response) => {
      asked.push(url);
      response.writeHead(status).end();
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const port = String((server.address() as AddressInfo).port);
    expect(await healthOf({ PORT: '1', [setting]: port })).toBe(code);
    server.close();
    expect(asked).toEqual(['/health/live']);
  });

  it('finds nobody alive where nobody listens', async () => {
    expect(await healthOf({ PORT: '1' })).toBe(1);
  });

  /** What its HEALTHCHECK ends with. */
  function healthOf(own: Record<string, string>): Promise<number> {
    const [check = ''] = of('HEALTHCHECK');
    const [file = '', ...args] = JSON.parse(check.slice(check.indexOf('['))) as string[];
    expect(file).toBe('node');
    const env = { PATH: process.env['PATH'], ...own };
    return new Promise((resolve) => {
      execFile(file, args, { env }, (error) => resolve(error === null ? 0 : 1));
    });
  }
});

describe('docker-bake.hcl', () => {
  it('is for both kinds of processors, with provenance and the list of packages', () => {
    const [, target = ''] = /target "conductor" \{([\s\S]*?)\n\}/.exec(bake) ?? [];
    expect(target).toContain('platforms = ["linux/amd64", "linux/arm64"]');
    expect(target).toContain('"type=provenance,mode=max"');
    expect(target).toContain('"type=sbom"');
  });

  it('has the version of the product, and the file that it builds', () => {
    expect(bake).toMatch(new RegExp(`variable "VERSION" \\{\\n  default = "${manifest.version}"`));
    const [, file = ''] = /dockerfile = "(.+)"/.exec(bake) ?? [];
    expect(existsSync(file)).toBe(true);
    const variables = [...bake.matchAll(/variable "(\w+)"/g)].map(([, name]) => name);
    const used = [...bake.matchAll(/\$\{(\w+)\}/g)].map(([, name]) => name);
    expect(new Set(used)).toEqual(new Set(variables));
  });

  it('may be built on one machine for another: no package of ours is of one processor', () => {
    const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
      readonly packages: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
    };
    const bound = Object.entries(packages)
      .filter(([, { dev, optional, devOptional }]) => !dev && !optional && !devOptional)
      .filter(([, entry]) => entry['cpu'] ?? entry['os'] ?? entry['hasInstallScript'])
      .map(([path]) => path)
      // a script that counts installations, and that we forbid
      .filter((path) => path !== 'node_modules/@scarf/scarf');
    expect(bound).toEqual([]);
  });
});

describe('npm run sbom', () => {
  const folder = mkdtempSync(join(tmpdir(), 'conductor-sbom-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('lists what is shipped, and only that, with licences and hashes', () => {
    const file = join(folder, 'sbom.cdx.json');
    execFileSync(process.execPath, ['scripts/sbom.mjs', file], { stdio: 'ignore' });
    expect(statSync(file).size).toBeGreaterThan(1000);
    const text = readFileSync(file, 'utf8');
    const { bomFormat, specVersion, metadata, components, dependencies } = JSON.parse(text);
    expect({ bomFormat, specVersion }).toEqual({ bomFormat: 'CycloneDX', specVersion: '1.5' });
    const { name, version } = metadata.component;
    expect({ name, version }).toEqual({ name: 'conductor', version: manifest.version });

    interface Component {
      readonly name: string;
      readonly version: string;
      readonly group?: string;
      readonly 'bom-ref': string;
      readonly hashes: readonly unknown[];
      readonly licenses?: readonly unknown[];
    }
    const listed = (components as readonly Component[]).map((component) => ({
      ...component,
      full: component['bom-ref'].replace(/@[^@]*$/, ''),
    }));
    const missing = Object.entries(manifest.dependencies).filter(
      ([own, wanted]) => !listed.some(({ full, version: has }) => full === own && has === wanted),
    );
    expect(missing).toEqual([]);
    const names = listed.map(({ full }) => full);
    expect(names).toContain('react');
    const tools = ['jest', 'typescript', 'eslint', 'prettier', 'playwright-core', '@swc/core'];
    expect(names.filter((each) => tools.includes(each))).toEqual([]);
    expect(listed.filter(({ hashes }) => hashes.length === 0)).toEqual([]);
    const refs = new Set([metadata.component['bom-ref'], ...listed.map((each) => each['bom-ref'])]);
    const named = (dependencies as { ref: string; dependsOn: string[] }[]).flatMap((each) => [
      each.ref,
      ...each.dependsOn,
    ]);
    expect(named.filter((ref) => !refs.has(ref))).toEqual([]);
  });
});
