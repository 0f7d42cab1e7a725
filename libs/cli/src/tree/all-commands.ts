import { API } from '../commands/api.js';
import { BULKS } from '../commands/bulks.js';
import { DEFINITION_FILES } from '../commands/definition-files.js';
import { DEFINITIONS } from '../commands/definitions.js';
import { FAILURES } from '../commands/failures.js';
import { HEALTH } from '../commands/health.js';
import { LOCAL } from '../commands/local.js';
import { DEAD_MESSAGES, LOCKS, PARTICIPANTS, PAUSES } from '../commands/operations.js';
import { PROFILES } from '../commands/profiles.js';
import { ALERTS, APPROVALS, AUDIT } from '../commands/records.js';
import { SAGA_ACTS } from '../commands/saga-acts.js';
import { SAGA_PAST } from '../commands/saga-past.js';
import { SAGAS_COMMANDS } from '../commands/sagas.js';
import { KEYS, RETENTIONS, VIEWS } from '../commands/settings.js';
import type { CommandSpec } from '../spec/command-spec.js';
import { completionCommand } from './completion.js';
import { commandLineFault, type Nouns } from './program.js';

const COMMANDS: readonly CommandSpec[] = [
  ...SAGAS_COMMANDS,
  ...SAGA_ACTS,
  ...SAGA_PAST,
  ...FAILURES,
  ...BULKS,
  ...DEFINITIONS,
  ...DEFINITION_FILES,
  ...PARTICIPANTS,
  ...PAUSES,
  ...LOCKS,
  ...DEAD_MESSAGES,
  ...AUDIT,
  ...APPROVALS,
  ...ALERTS,
  ...RETENTIONS,
  ...VIEWS,
  ...KEYS,
  ...HEALTH,
  ...LOCAL,
  ...PROFILES,
  ...API,
  completionCommand(allCommands),
];

/** Every command, in the order of the help. */
export function allCommands(): readonly CommandSpec[] {
  return COMMANDS;
}

/** What the first words are about. */
export const NOUNS: Nouns = {
  saga: 'Start, find, understand and mend sagas',
  failures: 'What is wrong with sagas, in groups with the same cause',
  bulk: 'Do the same with many sagas',
  definition: 'Post, check and compare definitions',
  participant: 'Services that execute commands',
  pause: 'Hold a definition, a step, a participant or a group of failures',
  lock: 'Who holds which lock, and who waits for it',
  dead: 'Messages that nobody could use',
  audit: 'Who did what',
  approval: 'Acts that wait for a second person',
  alerts: 'What people are told of',
  retention: 'For how long ended sagas are kept',
  view: 'Saved filters',
  key: 'API keys',
  login: 'Logins of browsers',
  profile: 'Conductors by your names for them',
};

/** What is wrong with a command line, without `conductor` in front; null: nothing is. */
export function faultOf(argv: readonly string[]): string | null {
  return commandLineFault({ specs: allCommands(), nouns: NOUNS }, argv);
}
