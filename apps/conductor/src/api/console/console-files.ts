import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A file of the console, as it was built. */
export interface ConsoleFile {
  readonly type: string;
  readonly content: Buffer;
  /** By the name that `Accept-Encoding` has for it. */
  readonly compressed: Readonly<Partial<Record<'br' | 'gzip', Buffer>>>;
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};
const PAGE = 'index.html';
/** Written by the build of the console, from `apps/console/src/routes.ts`. */
const ROUTES = 'routes.json';
/** Seen from this file as it is built, and as it stands in the sources. */
const PLACES = ['../../../../../console/', '../../../../../dist/console/'];

/** The console, as it was built. */
export interface BuiltConsole {
  /** By their paths, such as `/assets/index-1a2b.js`. */
  readonly files: ReadonlyMap<string, ConsoleFile>;
  /** The page that each of its routes shows. */
  readonly page: ConsoleFile;
  /** As the console has them: `/sagas/:id`. */
  readonly routes: readonly string[];
}

/** null: it was not built. */
export function readConsole(): BuiltConsole | null {
  const folders = PLACES.map((place) => fileURLToPath(new URL(place, import.meta.url)));
  const folder = folders.find((each) => existsSync(join(each, ROUTES)));
  if (folder === undefined) return null;
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const files = new Map(
    names.flatMap((name): readonly (readonly [string, ConsoleFile])[] => {
      const type = TYPES[extname(name)];
      return type === undefined ? [] : [[`/${name}`, readFile(join(folder, name), type)]];
    }),
  );
  const page = readFile(join(folder, PAGE), TYPES['.html'] as string);
  files.delete(`/${PAGE}`);
  const routes = JSON.parse(readFileSync(join(folder, ROUTES), 'utf8')) as readonly string[];
  return { files, page, routes };
}

function readFile(path: string, type: string): ConsoleFile {
  const read = (end: string) => (existsSync(path + end) ? readFileSync(path + end) : undefined);
  const [br, gzip] = [read('.br'), read('.gz')];
  const compressed = {
    ...(br === undefined ? {} : { br }),
    ...(gzip === undefined ? {} : { gzip }),
  };
  return { type, content: readFileSync(path), compressed };
}
