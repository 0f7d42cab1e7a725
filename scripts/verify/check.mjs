import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { progressOn } from '../progress.mjs';

const { parseBoundedJson } = await import('#protocol');
const { compileDefinition } = await import('#definition');
const { endsWell, failureMatrix } = await import('#simulation');
const { checkChildren } =
  await import('../../dist/apps/conductor/src/api/definitions/child-rules.js');

/**
 * Checks files: what is wrong with each (`faults`), what to look at (`warnings`), and what becomes
 * of its sagas (`paths`; null: it is not valid). Children are those among the files.
 */
export async function check(names, from) {
  const files = names.map((file) => ({ file, ...read(file, from) }));
  const catalog = catalogOf(files);
  const results = [];
  for (const file of files) results.push(await checkFile(file, files, catalog));
  return results;
}

/** As the conductor reads it; a document that is too large is told as one of its faults. */
function read(file, from) {
  try {
    const json = parseBoundedJson(readFileSync(resolve(from, file)));
    if (!json.ok) return unreadable(`${json.reason}: ${json.detail}`);
    const result = compileDefinition(json.value, 1);
    if (result.ok) return { definition: result.definition, faults: [] };
    return { definition: null, faults: result.faults };
  } catch (error) {
    return unreadable(error.message);
  }
}

function unreadable(message) {
  return { definition: null, faults: [{ path: '', rule: 'unreadable', message }] };
}

/** Whatever version of a child a step names, it is the one in the files. */
function catalogOf(files) {
  const known = new Map(
    files.flatMap(({ definition }) => (definition ? [[definition.name, definition]] : [])),
  );
  return {
    resolve: (name) => (known.has(name) ? { type: 'found', version: 1 } : { type: 'unknown' }),
    load: (name) => known.get(name) ?? null,
  };
}

async function checkFile({ file, definition, faults }, files, catalog) {
  if (definition === null)
    return { file, name: null, ok: false, faults, warnings: [], paths: null };
  const { name } = definition;
  const ofFamily = await checkChildren(definition, catalog);
  const missing = ofFamily.filter(({ rule }) => rule === 'child-definition');
  const wrong = [
    ...namesakes(file, name, files),
    ...ofFamily.filter((each) => !missing.includes(each)),
  ];
  const warnings = [
    ...definition.warnings.map(({ path, rule, message }) => ({ path, rule, message })),
    ...missing.map(({ path, rule }) => ({ path, rule, message: NOT_AMONG })),
  ];
  if (wrong.length > 0) return { file, name, ok: false, faults: wrong, warnings, paths: null };
  const paths = pathsOf(definition);
  return { file, name, ok: paths.every((path) => path.endsWell), faults: [], warnings, paths };
}

const NOT_AMONG = 'its child is not among the files, and is not looked at';

function namesakes(file, name, files) {
  const other = files.find((each) => each.file !== file && each.definition?.name === name);
  if (other === undefined) return [];
  const message = `${other.file} has the name ${name} too: which one is a child's is not known`;
  return [{ path: '/name', rule: 'name-twice', message }];
}

/** A definition with 200 steps takes half a minute, so progress is reported. */
function pathsOf(definition) {
  const names = definition.steps.map(({ name }) => name);
  const progress = progressOn(process.stderr);
  const paths = [];
  for (const path of failureMatrix(definition)) {
    paths.push({ ...path, endsWell: endsWell(path, definition) });
    const step = `step ${names.indexOf(path.step) + 1} of ${names.length}`;
    progress.tell(`${step}, ${paths.length} paths`);
  }
  progress.end();
  return paths;
}
