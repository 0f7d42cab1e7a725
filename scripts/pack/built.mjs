import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { root } from '../prepare.mjs';
import { importsOf, withPaths } from './specifiers.mjs';

const MAP = /\n\/\/# sourceMappingURL=\S+\s*$/;

/**
 * For a package of commands alone, which has no types: what was built, from its entries on. A script
 * of the checkout that it imports is one of the row's files.
 */
export function copyBuilt(entries, staging) {
  const files = new Set(entries.map((entry) => entry.replace(/\.ts$/, '.js')));
  // grows while it is gone through
  for (const file of files) {
    const built = join(root, 'dist', file);
    if (!existsSync(built)) continue;
    const target = join(staging, file);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, withPaths(readFileSync(built, 'utf8').replace(MAP, '\n'), file));
    for (const specifier of importsOf(target)) {
      if (specifier.startsWith('.')) files.add(posix.join(posix.dirname(file), specifier));
    }
  }
}
