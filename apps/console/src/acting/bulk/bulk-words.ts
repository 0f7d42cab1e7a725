import type { BulkAsk } from './bulk';
import { numberText } from '../../parts/text/number-text';

type Action = BulkAsk['action'];

/** As on a button. */
export const BULK_WORDS: Readonly<Record<Action, string>> = {
  retry: 'Retry',
  skip: 'Skip a step',
  settle: 'Settle a step',
  cancel: 'Cancel',
  compensate: 'Compensate',
  pause: 'Pause',
  resume: 'Resume',
  abandon: 'Abandon',
};

/** What is done, as in a title: `Retry of 31 sagas`. */
export function bulkTitle(action: string, count: number): string {
  const word = action in NOUNS ? NOUNS[action as Action] : action;
  return `${word} ${numberText(count)} ${count === 1 ? 'saga' : 'sagas'}`;
}

const NOUNS: Readonly<Record<Action, string>> = {
  retry: 'Retry of',
  skip: 'Skipped step of',
  settle: 'Settled step of',
  cancel: 'Cancellation of',
  compensate: 'Compensation of',
  pause: 'Pause of',
  resume: 'Resumption of',
  abandon: 'Abandoning',
};
