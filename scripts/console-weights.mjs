import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const BUILT = fileURLToPath(new URL('../dist/console/', import.meta.url));
const KIB = 1024;
/** The page itself, which comes first. */
const PAGE = 'index.html';

/**
 * What a browser loads for each view of the console as it was built, in KiB of Brotli.
 * @returns `[{ view, kib }]`: the first view with the page and all that it begins with, then what
 *   each further one adds to it, the heaviest first; and `all` of it
 */
export function weightsOfConsole() {
  const manifest = JSON.parse(readFileSync(join(BUILT, '.vite', 'manifest.json'), 'utf8'));
  const first = filesOf(manifest, PAGE);
  const further = Object.entries(manifest)
    .filter(([, { isDynamicEntry }]) => isDynamicEntry)
    .map(([source]) => {
      const own = [...filesOf(manifest, source)].filter((file) => !first.has(file));
      return { view: source.replace(/^src\//, ''), kib: kibOf(own) };
    });
  const all = Object.values(manifest).flatMap(({ file, css = [] }) => [file, ...css]);
  return [
    { view: 'first', kib: kibOf([PAGE, ...first]) },
    ...further.sort((a, b) => b.kib - a.kib),
    { view: 'all', kib: kibOf([PAGE, ...new Set(all)]) },
  ];
}

/** A chunk with all that it imports before it runs. */
function filesOf(manifest, source, found = new Set()) {
  const { file, css = [], imports = [] } = manifest[source];
  if (found.has(file)) return found;
  for (const each of [file, ...css]) found.add(each);
  for (const each of imports) filesOf(manifest, each, found);
  return found;
}

function kibOf(files) {
  const bytes = files.reduce((sum, file) => sum + statSync(join(BUILT, `${file}.br`)).size, 0);
  return Math.round((bytes / KIB) * 10) / 10;
}
