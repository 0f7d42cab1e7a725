import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { globSync, isDynamicPattern } from 'tinyglobby';

const NEVER = ['**/node_modules', '**/.git'];

/**
 * The files that a pattern names, sorted, relative to the folder `from` like the pattern itself.
 * `*`, `?`, `**` and `{a,b}` mean what they mean to a shell; a name without them is itself.
 */
export function filesOf(pattern: string, from: string): readonly string[] {
  if (!isDynamicPattern(pattern) || existsSync(resolve(from, pattern))) return [pattern];
  return [...globSync(pattern, { cwd: from, ignore: NEVER, expandDirectories: false })].sort();
}
