import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { globSync, isDynamicPattern } from 'tinyglobby';

const NEVER = ['**/node_modules', '**/.git'];
/** What may be more than a name. */
const MAGIC = /[*?{}[\]()!\\]/;

/**
 * The files that a pattern names, sorted, and named as the pattern begins: `../sagas/*.json` gives
 * `../sagas/order.json`, a path from `from`; an absolute pattern gives absolute paths. `*`, `?`,
 * `**` and `{a,b}` mean what they mean to a shell, but that they find hidden names too; a name
 * without them is itself.
 */
export function filesOf(pattern: string, from: string): readonly string[] {
  if (!isDynamicPattern(pattern) || existsSync(resolve(from, pattern))) return [pattern];
  const parts = pattern.split('/');
  const magic = parts.findIndex((part) => MAGIC.test(part));
  // with the slash after it
  const base = parts
    .slice(0, magic)
    .map((part) => `${part}/`)
    .join('');
  const found = globSync(parts.slice(magic).join('/'), {
    ...{ cwd: resolve(from, base), ignore: NEVER },
    ...{ dot: true, expandDirectories: false },
  });
  return found.map((file) => `${base}${file}`).sort();
}
