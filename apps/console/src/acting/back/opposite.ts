import type { Verb } from '../acts';

/** The verb that takes back another one on the same saga; a text: why none does. */
export const OPPOSITE: Readonly<Record<Verb, { readonly verb: Verb } | string>> = {
  pause: { verb: 'resume' },
  resume: { verb: 'pause' },
  exempt: { verb: 'unexempt' },
  unexempt: { verb: 'exempt' },
  retry: 'It cannot be taken back: a command that is out is out.',
  skip: 'It cannot be taken back: the saga goes on.',
  settle: 'It cannot be taken back: the saga goes on.',
  cancel: 'It cannot be taken back: what was done is being undone.',
  compensate: 'It cannot be taken back: what was done is being undone.',
  'release-lock': 'It cannot be taken back: the next saga has the lock.',
  abandon: 'It cannot be taken back: the saga has ended.',
  migrate: 'It can be moved back, if it still fits that version.',
};
