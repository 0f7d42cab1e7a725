import type { SagaError } from './saga-state.js';

/**
 * What a root saga's descendants may come to, whoever of them starts them: as child sagas, or by
 * the life-cycle event that is told of one.
 */
export interface FamilyLimits {
  /** Descendants started at all, ended ones included. Default 10,000. */
  readonly sagasMax: number;
  /** Of the states with which they start, as JSON text. Default 256 Mi. */
  readonly charsMax: number;
}

/** Of one family, since its root was started. */
export interface FamilyUse {
  readonly sagas: number;
  readonly chars: number;
}

/**
 * Five levels of 1,000 children each are 10^15 sagas, and one request is all it takes: what one
 * caller can start is what a replica can do in minutes.
 */
export const FAMILY_LIMITS: FamilyLimits = { sagasMax: 10_000, charsMax: 256 * 1024 * 1024 };

/**
 * What the next descendant may keep: the n-th one an n-th of the family's characters. So a family
 * of equal sagas may use all of them, and what they come to later needs no count at the root.
 */
export function shareOfNext({ sagas }: FamilyUse, { charsMax }: FamilyLimits): number {
  return Math.floor(charsMax / (sagas + 1));
}

/** Why there may not be one more descendant, whose state has so many characters; null: it may. */
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
