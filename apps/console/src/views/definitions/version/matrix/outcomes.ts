import type { components } from '../../../../api/schema';

export type Path = components['schemas']['FailurePath'];
export type Fault = Path['fault'];

/** What becomes of a saga, as a picture tells it apart. */
export type Outcome = 'on' | 'again' | 'around' | 'back' | 'back-kept' | 'stuck' | 'lost';

export const OUTCOMES: Readonly<Record<Outcome, string>> = {
  on: 'goes on as if nothing had been',
  again: 'waits, asks again and goes on',
  around: 'goes on without the step',
  back: 'goes back, and all is undone',
  'back-kept': 'goes back, and something stays done',
  stuck: 'is stuck: a person is needed',
  lost: 'is lost: it neither ends nor asks',
};

/** Nothing but the time for an answer went by, or an answer came twice. */
const HARMLESS: ReadonlySet<Fault> = new Set(['duplicate', 'taken']);
const UNHEARD: ReadonlySet<Fault> = new Set(['reply-lost', 'late-success', 'late-success-later']);

interface Ending extends Pick<Path, 'ends' | 'fault'> {
  readonly kept: readonly string[];
  readonly undone: readonly string[];
}

export function outcomeOf({ ends, fault, kept, undone }: Ending): Outcome {
  switch (ends) {
    case 'compensated':
      return kept.length > 0 ? 'back-kept' : 'back';
    case 'completed':
      if (undone.length === 0 && kept.length === 0) {
        if (HARMLESS.has(fault)) return 'on';
        if (UNHEARD.has(fault)) return 'again';
      }
      return 'around';
    default:
      return ends;
  }
}

/** Which failures stand beside each other, and what they are of. */
export const GROUPS: readonly { readonly of: string; readonly faults: readonly Fault[] }[] = [
  {
    of: 'the step',
    faults: ['duplicate', 'reply-lost', 'late-success', 'refused', 'errors', 'silent'],
  },
  {
    of: 'a later round of a loop',
    faults: ['late-success-later', 'refused-later', 'errors-later', 'silent-later', 'exhausted'],
  },
  { of: 'its condition', faults: ['taken'] },
  { of: 'its undo', faults: ['compensation-refused', 'compensation-silent'] },
];

export const FAULTS: Readonly<Record<Fault, string>> = {
  refused: 'refused',
  errors: 'errors',
  silent: 'silent',
  'reply-lost': 'reply lost',
  duplicate: 'replies twice',
  'late-success': 'late success',
  'refused-later': 'refused later',
  'errors-later': 'errors later',
  'silent-later': 'silent later',
  'late-success-later': 'late success later',
  exhausted: 'rounds used up',
  taken: 'condition holds',
  'compensation-refused': 'undo refused',
  'compensation-silent': 'undo silent',
};
