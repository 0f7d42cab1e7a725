import { weightsOfConsole } from '../../scripts/console-weights.mjs';

/** In KiB of Brotli: the first view with the page, what each further one adds, and all of it. */
const FIRST_MAX = 110;
const FURTHER_MAX = 60;
const EDITOR_MAX = 180;
const ALL_MAX = 500;

function limitOf(view: string): number {
  if (view === 'first') return FIRST_MAX;
  if (view === 'all') return ALL_MAX;
  return view.includes('editor') ? EDITOR_MAX : FURTHER_MAX;
}

it('Given the console as it is built, when its views are weighed, then all are light', () => {
  const weights = weightsOfConsole();
  const table = weights.map(({ view, kib }) => `${kib}`.padStart(6) + ` KiB  ${view}`);
  process.stderr.write(`${table.join('\n')}\n`);
  expect(weights.map(({ view }) => view)).toContain('views/saga/saga.tsx');
  expect(weights.filter(({ view, kib }) => kib > limitOf(view))).toEqual([]);
});
