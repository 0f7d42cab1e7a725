import { transform } from '@swc/core';
import { readdirSync, readFileSync } from 'node:fs';
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';

/** As tests are transpiled (jest.config.mjs); types are checked by `npm run check`. */
const SETTINGS = {
  swcrc: false,
  configFile: false,
  jsc: {
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true },
    target: 'es2022',
    experimental: { keepImportAttributes: true },
  },
  module: { type: 'es6' },
  sourceMaps: true,
  inlineSourcesContent: false,
};
const IMPORTED_JSON = /from '(\.[^']+\.json)'/g;
const AT_ONCE = 32;

/**
 * Makes the modules of `dist` from every source that `tsconfig.build.json` names, with source maps
 * and the JSON that they import. Faults of syntax are thrown, those of types are not seen.
 * @param {string} root absolute
 * @param {(done: number, of: number) => void} tell after each file
 */
export async function transpile(root, tell) {
  const sources = sourcesOf(root);
  const left = [...sources];
  let done = 0;
  const work = async () => {
    for (let source = left.pop(); source !== undefined; source = left.pop()) {
      await transpileFile(root, source);
      done += 1;
      tell(done, sources.length);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}

async function transpileFile(root, source) {
  const target = join(root, 'dist', source.replace(/\.ts$/, '.js'));
  const folder = dirname(target);
  const text = await readFile(join(root, source), 'utf8');
  const sourceFileName = relative(folder, join(root, source));
  const { code, map } = await transform(text, { ...SETTINGS, filename: source, sourceFileName });
  await mkdir(folder, { recursive: true });
  const name = target.slice(folder.length + 1);
  await writeFile(target, `${code}//# sourceMappingURL=${name}.map\n`);
  await writeFile(`${target}.map`, map);
  for (const [, json] of text.matchAll(IMPORTED_JSON)) {
    await copyFile(join(root, dirname(source), json), join(folder, json));
  }
}

function sourcesOf(root) {
  const { include, exclude } = JSON.parse(readFileSync(join(root, 'tsconfig.build.json'), 'utf8'));
  const folders = new Set(exclude.filter((pattern) => !pattern.includes('*')));
  const endings = exclude.filter((pattern) => pattern.includes('*')).map(endingOf);
  const found = [];
  const walk = (folder) => {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      const path = `${folder}/${entry.name}`;
      if (folders.has(path) || folders.has(entry.name)) continue;
      if (entry.isDirectory()) walk(path);
      else if (isSource(path) && !endings.some((ending) => path.endsWith(ending))) found.push(path);
    }
  };
  include.forEach(walk);
  return found;
}

const endingOf = (pattern) => pattern.slice(pattern.lastIndexOf('*') + 1);

const isSource = (path) => path.endsWith('.ts') && !path.endsWith('.d.ts');
