import { FAULTS } from '#simulation';
import { gridText } from '../output/table.js';
import type { CheckedFile, CheckedPath } from './check.js';

const ENDS: Readonly<Record<string, string>> = {
  completed: 'all steps are done, or were caught or skipped',
  compensated: 'the saga went back, and what was done is undone',
  stuck: 'a person is needed for the steps named',
  lost: 'neither ends nor asks for anybody: a fault of the definition',
};

/** What is to be read about files: faults, warnings, and a table of paths for each; a legend. */
export function reportOf(results: readonly CheckedFile[]): string {
  const legend = results.some(({ paths }) => paths !== null) ? legendOf(results) : [];
  const all = results.flatMap((result) => (results.length > 1 ? titled(result) : ofFile(result)));
  const lines = [...all, ...legend, ...(results.length > 1 ? ['', totalOf(results)] : [])];
  // what sets one file apart from the one before is not for the first
  return lines.join('\n').trimStart();
}

function titled(result: CheckedFile): readonly string[] {
  return ['', `== ${result.file}`, ...ofFile(result)];
}

function ofFile({ file, faults, warnings, paths }: CheckedFile): readonly string[] {
  const lines = warnings.map(({ path, rule, message }) => `warning  ${path} ${rule}: ${message}`);
  if (faults.some(({ rule }) => rule === 'unreadable')) {
    return [...lines, '', `Cannot read ${file}: ${faults[0]?.message}`];
  }
  if (paths === null) {
    const told = faults.map(({ path, rule, message }) => `  ${path || '/'}  ${rule}: ${message}`);
    return [...lines, '', `${file} is not valid:`, '', ...told];
  }
  const bad = paths.filter((path) => !path.endsWell);
  const reasons = bad.map(
    ({ step, fault, ends, kept }) =>
      `BAD: ${step}, ${fault}: ${ends}` +
      (kept.length > 0 ? `, and the effect of ${kept.join(', ')} stays` : ''),
  );
  const count = `${paths.length} paths, ${bad.length} of them end badly.`;
  return [...lines, '', tableOf(paths), ...reasons, '', count];
}

/** A step's name stands before its first path. */
function tableOf(paths: readonly CheckedPath[]): string {
  const rows = paths.map((path, index) => [
    path.endsWell ? '' : 'BAD',
    paths[index - 1]?.step === path.step ? '' : path.step,
    path.fault,
    path.stuckOn.length > 0 ? `${path.ends} on ${path.stuckOn.join(', ')}` : path.ends,
    durationOf(path.takesMs),
    path.undone.join(' → ') || '–',
  ]);
  const heads = ['', 'step', 'goes wrong', 'ends', 'after', 'undone, in this order'];
  // the first column is there when something is in it
  const isAllWell = rows.every(([mark]) => mark === '');
  return gridText([heads, ...rows].map((row) => (isAllWell ? row.slice(1) : row)));
}

/** What the words in the tables mean. */
function legendOf(results: readonly CheckedFile[]): readonly string[] {
  const paths = results.flatMap((result) => result.paths ?? []);
  const faults = Object.entries(FAULTS).filter(([fault]) =>
    paths.some((path) => path.fault === fault),
  );
  const ends = Object.entries(ENDS).filter(([end]) => paths.some((path) => path.ends === end));
  return [
    '',
    'goes wrong',
    gridText(faults.map(([fault, means]) => [`  ${fault}`, means])),
    'ends',
    gridText(ends.map(([end, means]) => [`  ${end}`, means])),
    'A loop is run with two iterations; reserve[1] is the second one of reserve. A repeat that is',
    'exhausted takes as long as the pauses between all of its rounds.',
  ];
}

function totalOf(results: readonly CheckedFile[]): string {
  const bad = results.filter(({ ok }) => !ok);
  const which = bad.length === 0 ? '' : `: ${bad.map(({ file }) => file).join(', ')}`;
  return `${results.length} files, ${bad.length} of them bad${which}.`;
}

function durationOf(ms: number): string {
  if (ms < 1000) return `${ms} ms`;
  const units: readonly (readonly [number, string])[] = [
    [86_400_000, 'd'],
    [3_600_000, 'h'],
    [60_000, 'min'],
    [1000, 's'],
  ];
  const [size, name] = units.find(([each]) => ms >= each) ?? [1, 'ms'];
  return `${(ms / size).toFixed(1)} ${name}`;
}
