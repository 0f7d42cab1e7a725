import type { FollowedWait, Sequel } from '#preview';

/* What people read of a preview beside its commands. */

const UNITS = [
  [86_400_000, 'd'],
  [3_600_000, 'h'],
  [60_000, 'min'],
  [1000, 's'],
] as const;

/** `then waits 3 d`, `then waits for the signal "go"` */
export function waitText({ what, step, name, ms }: Omit<FollowedWait, 'then'>): string {
  const at = step === null ? '' : ` at ${step}`;
  const long = ms === null ? 'some time' : lengthText(ms);
  switch (what) {
    case 'signal':
    case 'event':
      return `then waits${at} for the ${what} "${name ?? ''}"`;
    case 'next-attempt':
      return `then tries again${at} after ${long}`;
    case 'lock':
      return `then waits for a lock`;
    case 'delay':
    case 'time':
      return `then waits${at} for ${long}`;
    default:
      return what satisfies never;
  }
}

export function endText({
  status,
  waitsOn,
  stuckOn,
  endsBecause,
}: Pick<Sequel, 'status' | 'waitsOn' | 'stuckOn' | 'endsBecause'>): string {
  switch (endsBecause) {
    case null:
      return `the saga is ${status}`;
    case 'too-much':
      return 'more follows than is looked at';
    case 'stuck':
      return `the saga is stuck${stuckText(stuckOn)}: what follows depends on a person`;
    case 'waiting': {
      const on = waitsOn.length === 0 ? 'what nobody can foresee' : waitsOn.join(', ');
      return `the saga waits for ${on}`;
    }
    default:
      return endsBecause satisfies never;
  }
}

/** ` at ship (EXPRESSION_FAILED, …) and 1 more step` */
function stuckText([first, ...others]: Sequel['stuckOn']): string {
  if (first === undefined) return '';
  const { step, direction, error } = first;
  const at = direction === 'compensate' ? ` at undoing ${step}` : ` at ${step}`;
  const why = error === null ? 'out of attempts' : `${error.code}, ${error.message}`;
  const more = others.length === 0 ? '' : ` and ${others.length} more`;
  return `${at} (${why.slice(0, REASON_CHARS_MAX)})${more}`;
}

const REASON_CHARS_MAX = 200;

/** In the largest unit that fits, rounded: `3 d`, `90 s`, `20 ms`. */
function lengthText(ms: number): string {
  const [unit, name] = UNITS.find(([size]) => ms >= 2 * size || ms === size) ?? [1, 'ms'];
  return `${Math.round(ms / unit)} ${name}`;
}
