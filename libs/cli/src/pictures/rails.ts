import type { PlannedStep } from '../sagas/saga.js';

/**
 * What stands before each step's name so that one sees the path: steps that may run at the same
 * time hang on one line (`├─`, `└─`). The order is that of the picture, from the first to the last
 * step. A step that names others than those right above it says so by no line: `conductor saga
 * graph --svg` draws every edge.
 */
export function railsOf(steps: readonly PlannedStep[]): ReadonlyMap<string, string> {
  const ranks = ranksOf(steps);
  const byRank = new Map<number, string[]>();
  for (const { name } of steps) {
    const rank = ranks.get(name) ?? 0;
    byRank.set(rank, [...(byRank.get(rank) ?? []), name]);
  }
  const isParallel = [...byRank.values()].some((names) => names.length > 1);
  const rails = new Map<string, string>();
  for (const rank of [...byRank.keys()].sort((one, other) => one - other)) {
    const names = byRank.get(rank)!;
    for (const [place, name] of names.entries()) {
      rails.set(name, isParallel ? railOf(place, names.length) : '');
    }
  }
  return rails;
}

function railOf(place: number, count: number): string {
  if (count === 1) return '';
  return place === count - 1 ? '└─' : '├─';
}

/** How many steps come before each one, on the longest way. */
function ranksOf(steps: readonly PlannedStep[]): ReadonlyMap<string, number> {
  const ranks = new Map<string, number>();
  // a definition has no circles, and in its document a step may stand before what it follows
  for (let round = 0; round <= steps.length; round++) {
    const before = ranks.size === 0 ? '' : [...ranks.values()].join();
    for (const { name, after } of steps) {
      ranks.set(name, Math.max(0, ...after.map((each) => (ranks.get(each) ?? 0) + 1)));
    }
    if ([...ranks.values()].join() === before) break;
  }
  return ranks;
}
