import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

/*
 * Packages as their users have them: packed, and installed by npm in a bare project that is not
 * below this repository, so that it finds nothing that it did not install. npm takes from its cache
 * what is there, and the rest from the registry.
 */

/** For `beforeAll`: what it takes on a machine with other work. */
export const INSTALL_TIME_MS = 300_000;

export interface ProjectOptions {
  /** The paths of packed packages (`pack`). */
  readonly packed: readonly string[];
  /** What the project has besides, by name: the version. Exact ones are found in npm's cache. */
  readonly with?: Readonly<Record<string, string>>;
  /** What a `.js` file of the project is. Default `module`. */
  readonly type?: 'module' | 'commonjs';
}

/**
 * `npm run pack -- NAME …` into `folder`; returns the paths of the files, in that order. `folder`
 * should be the caller's own, see `newFolder`.
 */
export function pack(names: readonly string[], folder: string): readonly string[] {
  const said = run(process.execPath, ['scripts/pack.mjs', ...names, '--to', folder], '.');
  return said.trim().split('\n').slice(-names.length);
}

/** An empty folder outside this repository; remove it by `removeFolder`. */
export function newFolder(): string {
  return mkdtempSync(join(tmpdir(), 'conductor-package-'));
}

export function removeFolder(folder: string | undefined): void {
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}

/** A project of a user's, in a folder of its own below `parent`. */
export class Project {
  private constructor(readonly folder: string) {}

  /** Installs without the scripts of packages: none of ours needs one. */
  static install(parent: string, options: ProjectOptions): Project {
    const { packed, with: others = {}, type = 'module' } = options;
    const project = new Project(mkdtempSync(join(parent, 'project-')));
    project.write('package.json', JSON.stringify({ name: 'project', private: true, type }));
    const wanted = Object.entries(others).map(([name, version]) => `${name}@${version}`);
    project.install([...packed, ...wanted]);
    return project;
  }

  /** One that somebody else made: installs what it asks for, with `packed` for ours. */
  static installMade(folder: string, packed: readonly string[]): Project {
    const project = new Project(folder);
    project.install(packed);
    return project;
  }

  private install(wanted: readonly string[]): void {
    const quiet = ['--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund'];
    this.run('npm', ['install', ...quiet, '--loglevel=error', ...wanted]);
  }

  write(file: string, text: string): string {
    const path = join(this.folder, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    return path;
  }

  /** Runs a program in the project to its end; returns what it wrote, and throws if it fails. */
  run(command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): string {
    return run(command, args, this.folder, env);
  }

  /** Starts `node …`, or another program, in the project; whoever starts it ends it. */
  start(
    args: readonly string[],
    env: NodeJS.ProcessEnv = {},
    program = process.execPath,
  ): ChildProcess {
    return spawn(program, args, {
      cwd: this.folder,
      env: environment(env),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }

  /**
   * Compiles files beside themselves by this repository's compiler, strictly, with nothing but what
   * the project has installed. `more` are options of the compiler, such as `--noEmit`.
   */
  compile(files: readonly string[], more: readonly string[] = []): void {
    const strict = ['--strict', '--ignoreConfig', '--skipLibCheck', '--target', 'es2023'];
    const nest = ['--experimentalDecorators', '--emitDecoratorMetadata', '--types', 'node'];
    const tsc = resolve('node_modules/typescript/bin/tsc');
    this.run(process.execPath, [
      tsc,
      '--module',
      'nodenext',
      ...strict,
      ...nest,
      ...more,
      ...files,
    ]);
  }
}

function run(command: string, args: readonly string[], cwd: string, env = {}): string {
  const options = { cwd, encoding: 'utf8', env: environment(env) } as const;
  const { status, stdout, stderr, error } = spawnSync(command, args, options);
  if (status === 0) return stdout;
  throw new Error(`${command} ${args.join(' ')}\n${stdout}${stderr}`, { cause: error });
}

/** Without what Jest, or the npm that runs it, tells its own processes. */
function environment(more: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !/^npm_|^NODE_OPTIONS$/i.test(name));
  return { ...Object.fromEntries(own), ...more };
}
