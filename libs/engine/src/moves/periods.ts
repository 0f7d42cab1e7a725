import { type Period, evaluate } from '#definition';
import { DURATION_MAX_MS, INSTANT_EXAMPLE, parseDuration, parseInstant } from '#protocol';
import type { SagaError } from '../state/saga-state.js';
import type { Draft } from '../transition/draft.js';

const FORM = `neither a duration like "90m" nor ${INSTANT_EXAMPLE}, within 365 days`;

/** When a period that begins now is over, which may be in the past. */
export function endOfPeriod(
  draft: Draft,
  period: Period,
  code: 'DELAY_INVALID' | 'WAIT_TIMEOUT_INVALID',
): { readonly at: number } | { readonly error: SagaError } {
  if (typeof period === 'number') return { at: draft.at + period };
  const mapped = evaluate(() => period(draft.scope));
  if ('error' in mapped) return mapped;
  const at = typeof mapped.data === 'string' ? instantOf(mapped.data, draft.at) : null;
  if (at !== null && at <= draft.at + DURATION_MAX_MS) return { at };
  const given = JSON.stringify(mapped.data).slice(0, 100);
  return { error: { code, message: `${given} is ${FORM}` } };
}

function instantOf(text: string, now: number): number | null {
  const ms = parseDuration(text);
  return ms === null ? parseInstant(text) : now + ms;
}
