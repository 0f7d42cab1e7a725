import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where the checkout is: absolute. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** What the lock file wants installed. */
export const LOCK = join(root, 'package-lock.json');
/** npm records here what it installed. */
export const INSTALLED = join(root, 'node_modules', '.package-lock.json');

/** Of a lock file: its packages by their path in the checkout. */
export function packagesOf(file) {
  return JSON.parse(readFileSync(file, 'utf8')).packages;
}

/** A package of the lock file that npm puts into `node_modules`, and not a link to a workspace. */
export function isPackage([path, { link }]) {
  return path.startsWith('node_modules/') && !link;
}
