/** How many were left at an instant, in seconds since the beginning. */
export interface Remaining {
  readonly at: number;
  readonly left: number;
}

/**
 * When this share of `all` was done, in seconds: the first look at which it was; NaN: at none.
 * `looks` are in order of time.
 */
export function doneAt(looks: readonly Remaining[], all: number, share: number): number {
  const found = looks.find(({ left }) => left <= all * (1 - share) + 1e-9);
  return found?.at ?? Number.NaN;
}
