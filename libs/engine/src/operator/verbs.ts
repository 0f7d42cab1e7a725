import type { OperatorAction } from '../state/saga-input.js';
import type { Verb } from './verb.js';
import { abandon } from './abandon.js';
import { cancel } from './cancel.js';
import { compensate } from './compensate.js';
import { migrate } from './migrate.js';
import { pause } from './pause.js';
import { resume } from './resume.js';
import { releaseLock } from './release-lock.js';
import { retry } from './retry.js';
import { settle } from './settle.js';
import { skip } from './skip.js';

/** Does not compile while a verb is missing. */
export const VERBS: { readonly [Name in OperatorAction['name']]: Verb<Name> } = {
  retry,
  skip,
  compensate,
  cancel,
  settle,
  'release-lock': releaseLock,
  pause,
  resume,
  abandon,
  migrate,
};
