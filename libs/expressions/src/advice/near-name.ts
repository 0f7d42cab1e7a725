/** More than this to compare, and only the case and the signs between words are looked at. */
const WORK_MAX = 20_000;

/**
 * The name that was probably meant: one that differs in case and signs only (`maxattempts`), else
 * the one with the fewest letters to change, at most one in three. null: none is near.
 */
function nearestName(name: string, candidates: readonly string[]): string | null {
  const plain = plainOf(name);
  const same = candidates.find((each) => each !== name && plainOf(each) === plain);
  if (same !== undefined) return same;
  if (candidates.length * name.length ** 2 > WORK_MAX) return null;
  const most = Math.floor(plain.length / 3);
  let nearest: { readonly name: string; readonly changes: number } | null = null;
  for (const candidate of candidates) {
    if (candidate === name) continue;
    const other = plainOf(candidate);
    if (Math.abs(other.length - plain.length) > most) continue;
    const changes = changesBetween(plain, other);
    if (changes > most || changes >= (nearest?.changes ?? Infinity)) continue;
    nearest = { name: candidate, changes };
  }
  return nearest?.name ?? null;
}

/** `: did you mean "after"?`, or nothing. */
export function didYouMean(name: string, candidates: readonly string[]): string {
  const near = nearestName(name, candidates);
  return near === null ? '' : `: did you mean "${near}"?`;
}

function plainOf(name: string): string {
  return name.replaceAll(/[-_. ]/g, '').toLowerCase();
}

/** Letters to put in, to leave out, to replace, or to swap with the next one. */
function changesBetween(left: string, right: string): number {
  let before: number[] = [];
  let last = Array.from({ length: right.length + 1 }, (_, at) => at);
  for (let row = 1; row <= left.length; row++) {
    const next = [row];
    for (let at = 1; at <= right.length; at++) {
      const isSame = left[row - 1] === right[at - 1];
      const replaced = (last[at - 1] ?? 0) + (isSame ? 0 : 1);
      let changes = Math.min(replaced, (last[at] ?? 0) + 1, (next[at - 1] ?? 0) + 1);
      const isSwap = left[row - 1] === right[at - 2] && left[row - 2] === right[at - 1];
      if (isSwap && row > 1 && at > 1) changes = Math.min(changes, (before[at - 2] ?? 0) + 1);
      next.push(changes);
    }
    before = last;
    last = next;
  }
  return last[right.length] ?? 0;
}
