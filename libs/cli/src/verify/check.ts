import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { checkChildren, type ChildCatalog } from '#children';
import { compileDefinition, type SagaDefinition } from '#definition';
import { parseBoundedJson } from '#protocol';
import { endsWell, failureMatrix, type FailurePath } from '#simulation';

export interface Told {
  readonly path: string;
  readonly rule: string;
  readonly message: string;
}

/** A way that a saga can go, and whether it ends as it should. */
export type CheckedPath = FailurePath & { readonly endsWell: boolean };

/** What there is to say about a file. */
export interface CheckedFile {
  readonly file: string;
  /** null: it is not valid, and has none. */
  readonly name: string | null;
  readonly ok: boolean;
  /** What is wrong with it. */
  readonly faults: readonly Told[];
  /** What to look at. */
  readonly warnings: readonly Told[];
  /** What becomes of its sagas; null: it is not valid. */
  readonly paths: readonly CheckedPath[] | null;
}

interface ReadFile {
  readonly file: string;
  readonly definition: SagaDefinition | null;
  readonly faults: readonly Told[];
}

/**
 * Checks files whose names are relative to the folder `from`. Children are those among the files.
 * `tell` hears how far it is: a definition with 200 steps takes half a minute.
 */
export async function check(
  names: readonly string[],
  from: string,
  tell: (text: string) => void,
): Promise<readonly CheckedFile[]> {
  const files = names.map((file) => ({ file, ...read(file, from) }));
  const catalog = catalogOf(files);
  const results: CheckedFile[] = [];
  for (const file of files) results.push(await checkFile(file, { files, catalog, tell }));
  return results;
}

/** As the conductor reads it; a document that is too large is told as one of its faults. */
function read(file: string, from: string): Omit<ReadFile, 'file'> {
  try {
    const json = parseBoundedJson(readFileSync(resolve(from, file)));
    if (!json.ok) return unreadable(`${json.reason}: ${json.detail}`);
    const result = compileDefinition(json.value, 1);
    if (result.ok) return { definition: result.definition, faults: [] };
    return { definition: null, faults: result.faults };
  } catch (error) {
    return unreadable((error as Error).message);
  }
}

function unreadable(message: string): Omit<ReadFile, 'file'> {
  return { definition: null, faults: [{ path: '', rule: 'unreadable', message }] };
}

/** Whatever version of a child a step names, it is the one in the files. */
function catalogOf(files: readonly ReadFile[]): ChildCatalog {
  const known = new Map(
    files.flatMap(({ definition }) => (definition ? [[definition.name, definition]] : [])),
  );
  return {
    resolve: (name) =>
      Promise.resolve(known.has(name) ? { type: 'found', version: 1 } : { type: 'unknown' }),
    load: (name) => Promise.resolve(known.get(name) ?? null),
  };
}

interface Among {
  readonly files: readonly ReadFile[];
  readonly catalog: ChildCatalog;
  readonly tell: (text: string) => void;
}

async function checkFile(
  { file, definition, faults }: ReadFile,
  { files, catalog, tell }: Among,
): Promise<CheckedFile> {
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
  const paths = pathsOf(definition, tell);
  return { file, name, ok: paths.every((path) => path.endsWell), faults: [], warnings, paths };
}

const NOT_AMONG = 'its child is not among the files, and is not looked at';

function namesakes(file: string, name: string, files: readonly ReadFile[]): readonly Told[] {
  const other = files.find((each) => each.file !== file && each.definition?.name === name);
  if (other === undefined) return [];
  const message = `${other.file} has the name ${name} too: which one is a child's is not known`;
  return [{ path: '/name', rule: 'name-twice', message }];
}

function pathsOf(definition: SagaDefinition, tell: Among['tell']): readonly CheckedPath[] {
  const names = definition.steps.map(({ name }) => name);
  const paths: CheckedPath[] = [];
  for (const path of failureMatrix(definition)) {
    paths.push({ ...path, endsWell: endsWell(path, definition) });
    tell(`step ${names.indexOf(path.step) + 1} of ${names.length}, ${paths.length} paths`);
  }
  return paths;
}
