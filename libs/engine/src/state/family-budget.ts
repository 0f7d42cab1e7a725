import type { SagaError } from './saga-state.js';

/**
 * Limits of a root saga's descendants, whichever of them starts the next: as a child saga, or by
 * its life-cycle event.
 */
export interface FamilyLimits {
  /** Descendants ever started, including ended ones. Default 10,000. */
  readonly sagasMax: number;
  /** Total size of their initial states, as JSON text. Default 256 Mi. */
  readonly charsMax: number;
}

/** What one family has used since its root was started. */
export interface FamilyUse {
  readonly sagas: number;
  readonly chars: number;
}

/**
 * Five levels of 1,000 children each are 10^15 sagas, and one request would be enough. The limits
 * allow a caller to start what a replica can process in minutes.
 */
export const FAMILY_LIMITS: FamilyLimits = { sagasMax: 10_000, charsMax: 256 * 1024 * 1024 };

/**
 * How much the next descendant may keep: the n-th descendant gets an n-th of the family's
 * characters. So a family of equal sagas can use all of them, and the root need not count how the
 * sagas grow later.
 */
export function shareOfNext({ sagas }: FamilyUse, { charsMax }: FamilyLimits): number {
  return Math.floor(charsMax / (sagas + 1));
}

/** Why the family may not get another descendant with a state of `chars`; null: it may. */
export function familyFault(use: FamilyUse, chars: number, limits: FamilyLimits): SagaError | null {
  const { sagasMax, charsMax } = limits;
  if (use.sagas >= sagasMax) return exceeded(`the root saga has ${use.sagas} descendants already`);
  if (use.chars + chars > charsMax) {
    const all = use.chars + chars;
    return exceeded(`the states of the root saga's descendants would have ${all} characters`);
  }
  const share = shareOfNext(use, limits);
  if (chars <= share) return null;
  return exceeded(`its state has ${chars} characters, and ${share} are left for it`);
}

function exceeded(why: string): SagaError {
  return { code: 'BUDGET_EXCEEDED', message: `${why}: no further one is started` };
}
