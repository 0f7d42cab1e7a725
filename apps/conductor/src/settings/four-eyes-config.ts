import type { SettingValues } from '#process';
import { entryFault } from '../api/edge/access/four-eyes.js';

export interface FourEyesConfig {
  /** Acts that need a second person: `abandon`, `skip@place-order`, or `all`. */
  readonly list: readonly string[];
  /** How long what was asked for may be confirmed. Default 24 h. */
  readonly openMs?: number;
}

const HOUR_MS = 3_600_000;
export const OPEN_MS_DEFAULT = 24 * HOUR_MS;
/** A week: longer, and nobody knows any more why it was asked for. */
const HOURS_MAX = 168;
const ENTRIES_MAX = 500;

/**
 * Reads `CONDUCTOR_FOUR_EYES` (`abandon,skip@place-order`; none) and `CONDUCTOR_APPROVAL_HOURS`
 * (24).
 */
export function readFourEyes(
  values: SettingValues,
  report: (fault: string) => void,
): { readonly fourEyes?: FourEyesConfig } {
  const text = values.CONDUCTOR_FOUR_EYES ?? '';
  const hours = values.CONDUCTOR_APPROVAL_HOURS ?? '';
  const isRight = hours === '' || (/^[1-9]\d{0,2}$/.test(hours) && Number(hours) <= HOURS_MAX);
  if (!isRight) {
    report(
      `CONDUCTOR_APPROVAL_HOURS must be a whole number from 1 to ${HOURS_MAX}, not "${hours}"`,
    );
  }
  if (text === '') return {};
  const list = text.split(',').map((entry) => entry.trim());
  if (list.length > ENTRIES_MAX) report(`CONDUCTOR_FOUR_EYES has more than ${ENTRIES_MAX} entries`);
  for (const fault of list.map(entryFault)) {
    if (fault !== null) report(`CONDUCTOR_FOUR_EYES: ${fault}`);
  }
  return { fourEyes: { list, ...(hours === '' ? {} : { openMs: Number(hours) * HOUR_MS }) } };
}
