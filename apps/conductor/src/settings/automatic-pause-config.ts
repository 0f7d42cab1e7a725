import { DURATION_MAX_MS, parseDuration, PARTICIPANT_NAME } from '#protocol';
import type { pauses } from '#runtime';

/**
 * So many that a handful of sagas with bad data pauses nothing; and so few that some sagas have an
 * attempt less by then, and not all.
 */
export const AUTOMATIC_PAUSE: pauses.AutomaticPauseRules = {
  failures: 20,
  sagas: 10,
  share: 80,
  attempts: 100,
  windowMs: 60_000,
  except: [],
  probeMs: 10_000,
};

const EXCEPT_MAX = 1_000;
const COUNT_MAX = 1_000;
const PROBE_MS_MIN = 100;
const FORM = 'CONDUCTOR_AUTOMATIC_PAUSE must be on, off or JSON such as {"failures": 20}';

type Report = (fault: string) => void;
type Fields = Readonly<Record<string, unknown>>;

/**
 * Reads `CONDUCTOR_AUTOMATIC_PAUSE`. null: `off`, or not set, for what a definition says of
 * attempts and times is a promise until somebody wants it otherwise. `report` gets a sentence for
 * each thing that is wrong.
 */
export function readAutomaticPause(
  text: string | undefined,
  report: Report,
): pauses.AutomaticPauseRules | null {
  if (text === undefined || text === 'off') return null;
  if (text === 'on') return AUTOMATIC_PAUSE;
  const fields = fieldsOf(text);
  if (fields === null) {
    report(FORM);
    return AUTOMATIC_PAUSE;
  }
  const { failures, sagas, share, attempts, window, probe, except, ...others } = fields;
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) report(`CONDUCTOR_AUTOMATIC_PAUSE has an unknown field: ${unknown}`);
  return {
    failures: count(failures, 'failures', COUNT_MAX, report),
    sagas: count(sagas, 'sagas', COUNT_MAX, report),
    share: count(share, 'share', 100, report),
    attempts: count(attempts, 'attempts', 1_000_000, report),
    windowMs: duration(window, 'window', AUTOMATIC_PAUSE.windowMs, report),
    probeMs: duration(probe, 'probe', AUTOMATIC_PAUSE.probeMs, report),
    except: names(except, report),
  };
}

function fieldsOf(text: string): Fields | null {
  try {
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? (value as Fields) : null;
  } catch {
    // whoever reads it is told the form
    return null;
  }
}

function count(
  value: unknown,
  field: 'failures' | 'sagas' | 'share' | 'attempts',
  max: number,
  report: Report,
): number {
  if (value === undefined) return AUTOMATIC_PAUSE[field];
  if (Number.isInteger(value) && Number(value) >= 1 && Number(value) <= max) return Number(value);
  report(`CONDUCTOR_AUTOMATIC_PAUSE: ${field} must be a whole number from 1 to ${max}`);
  return AUTOMATIC_PAUSE[field];
}

function duration(value: unknown, field: string, preset: number, report: Report): number {
  if (value === undefined) return preset;
  const ms = typeof value === 'string' ? parseDuration(value) : null;
  if (ms !== null && ms >= PROBE_MS_MIN && ms <= DURATION_MAX_MS / 365) return ms;
  report(`CONDUCTOR_AUTOMATIC_PAUSE: ${field} must be a duration from 100ms to 24h, such as "10s"`);
  return preset;
}

function names(value: unknown, report: Report): readonly string[] {
  if (value === undefined) return [];
  const list = Array.isArray(value) ? (value as readonly unknown[]) : [null];
  const known = list.filter((name): name is string => {
    return typeof name === 'string' && PARTICIPANT_NAME.test(name);
  });
  if (known.length !== list.length || list.length > EXCEPT_MAX) {
    report('CONDUCTOR_AUTOMATIC_PAUSE: except must be a list of names of participants');
  }
  return known;
}
