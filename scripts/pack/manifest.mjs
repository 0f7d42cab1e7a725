import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../prepare.mjs';

/** The folder of a package in which its code is CommonJS. */
export const COMMONJS = 'commonjs';

/** The package.json of a row of the table. */
export function manifestOf(name, row) {
  const own = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const { version, license } = own;
  return withoutEmpty({
    name: `@conductor/${name}`,
    version,
    description: row.description,
    license,
    type: 'module',
    engines: row.engines ?? own.engines,
    ...entriesOf(row),
    bin: mapValues(row.bin, (source) => `./${compiled(source, 'js')}`),
    dependencies: Object.fromEntries(
      [...(row.dependencies ?? []), ...(row.located ?? [])].map((text) => rangeOf(own, text)),
    ),
    peerDependencies: { ...row.peers, ...row.optionalPeers },
    peerDependenciesMeta: mapValues(row.optionalPeers, () => ({ optional: true })),
  });
}

export const isCommonJs = ({ doors = {}, commonjs = true }) =>
  commonjs && Object.keys(doors).length > 0;

/** `main`, `types` and `typesVersions` are for resolutions that do not know `exports`. */
function entriesOf(row) {
  const { doors = {} } = row;
  const main = doors['.'];
  const fallback = isCommonJs(row) ? `./${COMMONJS}/` : './';
  return {
    main: main && `${fallback}${compiled(main, 'js')}`,
    types: main && `${fallback}${compiled(main, 'd.ts')}`,
    typesVersions: { '*': typesVersionsOf(doors, fallback) },
    exports: {
      ...mapValues(doors, (source) => ({
        import: conditions('./', source),
        ...(isCommonJs(row) ? { require: conditions(`./${COMMONJS}/`, source) } : {}),
      })),
      ...row.exports,
      './package.json': './package.json',
    },
  };
}

function typesVersionsOf(doors, fallback) {
  const others = Object.entries(doors).filter(([door]) => door !== '.');
  return Object.fromEntries(
    others.map(([door, source]) => [door.slice(2), [`${fallback}${compiled(source, 'd.ts')}`]]),
  );
}

const conditions = (folder, source) => ({
  types: `${folder}${compiled(source, 'd.ts')}`,
  default: `${folder}${compiled(source, 'js')}`,
});

const compiled = (source, ending) => source.replace(/\.ts$/, `.${ending}`);

function rangeOf({ dependencies, devDependencies }, text) {
  const [, name, range] = /^(.[^@]*)(?:@(.+))?$/.exec(text);
  const version = dependencies[name] ?? devDependencies[name];
  if (version === undefined) throw new Error(`${name} is no dependency of this repository`);
  // of a package that is never released whole, the one that was tried
  return [name, range ?? (version.includes('-') ? version : `^${version}`)];
}

function mapValues(record = {}, map) {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}

function withoutEmpty(manifest) {
  const isEmpty = (value) =>
    value === undefined ||
    (typeof value === 'object' && Object.values(value).every((inner) => isEmpty(inner)));
  return Object.fromEntries(Object.entries(manifest).filter(([, value]) => !isEmpty(value)));
}
