import { readFileSync } from 'node:fs';

/**
 * The version in the nearest manifest above a module, which is that of the program wherever it is
 * installed. `unknown`: there is none.
 *
 * - `moduleUrl`: the module's `import.meta.url`.
 */
export function programVersion(moduleUrl: string): string {
  for (let up = '.'; up.length < 40; up = `${up}/..`) {
    try {
      const text = readFileSync(new URL(`${up}/package.json`, moduleUrl), 'utf8');
      const { version } = JSON.parse(text) as { readonly version?: unknown };
      if (typeof version === 'string') return version;
    } catch {
      // a folder without a manifest: the next one above has it
    }
  }
  return 'unknown';
}
