import type { Pace } from './bulk';

const GROWS_BY = 5;
const STAGE_MAX = 1_000;
/** More are not worth a line. */
const SHOWN_MAX = 6;

/**
 * How many sagas go together, one stage after the other, as far as they are shown: the canary, then
 * 5, 25 and so on, or the rest at a rate.
 */
export function stagesOf(count: number, { canary, rate }: Pick<Pace, 'canary' | 'rate'>) {
  const stages: number[] = [];
  let left = count;
  const add = (size: number): void => {
    stages.push(Math.min(size, left));
    left -= Math.min(size, left);
  };
  if (canary > 0) add(canary);
  else if (rate === null) add(1);
  for (let size = GROWS_BY; left > 0 && stages.length < SHOWN_MAX; size *= GROWS_BY) {
    add(rate === null ? Math.min(size, STAGE_MAX) : left);
  }
  return { stages, left };
}
