/** The first attempt again after 5 s, then twice as long each time. */
const FIRST_MS = 5_000;
/** A receiver that is back is told within ten minutes. */
const LONGEST_MS = 600_000;
/** A message that could not be delivered for a day is given up: it is no news any more. */
export const GIVE_UP_MS = 86_400_000;

/** What came of an attempt. */
export type DeliveryOutcome =
  | { readonly type: 'sent' }
  /** Try again, no earlier than `afterMs`, if the receiver said so. */
  | { readonly type: 'failed'; readonly error: string; readonly afterMs?: number }
  /** The receiver wants none of it: no further attempt. */
  | { readonly type: 'refused'; readonly error: string };

export type NextAttempt = { readonly inMs: number } | 'given-up';

/** `tries`: attempts made, with this one; `ageMs`: since the message was written. */
export function nextAttempt(
  outcome: Exclude<DeliveryOutcome, { type: 'sent' }>,
  { tries, ageMs }: { readonly tries: number; readonly ageMs: number },
): NextAttempt {
  if (outcome.type === 'refused') return 'given-up';
  const growing = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(tries - 1, 20));
  const inMs = Math.max(growing, Math.min(outcome.afterMs ?? 0, LONGEST_MS));
  return ageMs + inMs > GIVE_UP_MS ? 'given-up' : { inMs };
}
