import type { components } from '../api/schema';
import type { Act } from './acts';

type Waiting = components['schemas']['Waiting'];

/** What is read of a saga to say why an act on it is mostly done. */
export interface Told {
  readonly waiting: Pick<Waiting, 'on'> | null;
  readonly paused: { readonly reason: string } | null;
}

const CHARS_MAX = 500;

/**
 * Why an act that lets a saga go on is mostly done; it can be changed. Empty for all others:
 * whoever takes something away says why.
 */
export function usualReason({ verb, step }: Act, saga: Told): string {
  switch (verb) {
    case 'retry':
      return afterRepair('retry', failuresOf(saga, step));
    case 'resume':
      return saga.paused === null ? '' : pauseIsOver(saga.paused.reason);
    default:
      return '';
  }
}

/** `retry of NO_TRUCK at ship after repair`: what went wrong stands in the audit log. */
export function afterRepair(verb: 'retry' | 'replay', what: string): string {
  return cut(`${verb}${what === '' ? '' : ` of ${what}`} after repair`);
}

/** What it was paused for is over. */
export function pauseIsOver(reason: string): string {
  return cut(`the pause is over: ${reason}`);
}

/** The opposite was done a moment ago, for this reason. */
export function takenBack(reason: string): string {
  return cut(`taken back: ${reason}`);
}

function cut(text: string): string {
  return text.slice(0, CHARS_MAX);
}

/** `NO_TRUCK at ship, LOCKED at the undo of pay`, of one step or of all that wait for a person. */
function failuresOf({ waiting }: Told, step: string | undefined): string {
  return (waiting?.on ?? [])
    .filter((each) => each.error !== null && (step === undefined || each.step === step))
    .filter((each) => each.code === 'stuck' || step !== undefined)
    .map(({ error, step: at, direction }) => {
      const where = direction === 'compensate' ? `the undo of ${at}` : at;
      return `${error?.code} at ${where}`;
    })
    .join(', ');
}
