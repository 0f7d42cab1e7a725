import { followVersion, rejectMigration } from '../migration/migrate.js';
import type { Verb } from './verb.js';

/** Continue under another version of the definition, which comes with the input. */
export const migrate: Verb<'migrate'> = {
  findRejection: (draft, _action, input) => rejectMigration(draft, input),
  carryOut(draft, _action, { target }) {
    if (target) followVersion(draft, target);
  },
};
