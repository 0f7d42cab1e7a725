import { usage } from '../ending/errors.js';
import { columns, type Column } from '../output/table.js';
import { acting } from '../running/act.js';
import { listing, showing } from '../running/read.js';
import { agoText } from '../sagas/time-text.js';
import type { CommandSpec, Given } from '../spec/command-spec.js';

const REASON: Column = { head: 'REASON', at: 'reason', isWide: true };
const DEAD = '/v1/admin/dead-messages/{id}';
const PARTICIPANT = '/v1/admin/participants/{name}';

/** The scope of a pause, by the options that say it. @throws CliError CLI_USAGE */
function scopeOf({ options }: Given): { readonly scope: object } {
  const { definition, step, participant, failureGroup } = options;
  if (participant !== undefined) return { scope: { participant } };
  if (failureGroup !== undefined) return { scope: { failureGroup } };
  if (definition === undefined) {
    throw usage(
      'Pause what?',
      '--definition NAME [--step NAME], --participant NAME or --failure-group ID.',
    );
  }
  return { scope: step === undefined ? { definition } : { definition, step } };
}

export const PAUSES: readonly CommandSpec[] = [
  listing({
    words: 'pause list',
    path: '/v1/admin/pauses',
    query: ['active'],
    options: [
      {
        flags: '--active <bool>',
        does: 'only those that go on (true), or are over (false)',
        choices: ['true', 'false'],
      },
    ],
    does: 'List pauses of more than one saga, newest first',
    web: '/pauses',
    shown: columns(
      'ID id',
      'SCOPE scope',
      'HELD heldSagas',
      'BY by',
      'SINCE since',
      'UNTIL until',
      'ENDED endedAt',
      REASON,
    ),
  }),
  acting({
    words: 'pause start',
    call: 'POST /v1/admin/pauses',
    does: 'Pause a definition, a step of one, a participant, or a group of failures',
    options: [
      { flags: '--definition <name>', does: 'all of its sagas' },
      { flags: '--step <name>', does: 'of the definition: this step alone' },
      { flags: '--participant <name>', does: 'all that it would be asked' },
      { flags: '--failure-group <fingerprint>', does: 'the sagas of a group of failures' },
      { flags: '--until <instant>', does: 'ends by itself then' },
      { flags: '--with-compensations', does: 'holds what undoes, too' },
    ],
    body: ['until', 'withCompensations'],
    bodyOf: scopeOf,
  }),
  acting({
    words: 'pause end',
    args: ['<id>'],
    call: 'POST /v1/admin/pauses/{id}/resume',
    does: 'End a pause: what it held goes on',
  }),
];

export const PARTICIPANTS: readonly CommandSpec[] = [
  listing({
    words: 'participant list',
    path: '/v1/admin/participants',
    does: 'List participants, each with its queue and its commands',
    web: '/participants',
    shown: columns(
      ...['PARTICIPANT participant', 'CONSUMERS consumers', 'READY ready', 'QUEUE queue'],
      { head: 'SEEN', at: 'lastSeenAt', show: (at) => agoText(at) },
      {
        head: 'COMMANDS',
        at: 'commands',
        isWide: true,
        show: (commands) =>
          ((commands ?? []) as readonly { command: string }[])
            .map(({ command }) => command)
            .join(', '),
      },
    ),
  }),
  showing({
    words: 'participant get',
    args: ['<name>'],
    path: PARTICIPANT,
    does: 'Show a participant, and its commands with their schemas',
    web: '/participants/{name}',
  }),
  acting({
    words: 'participant forget',
    args: ['<name>'],
    call: `POST ${PARTICIPANT}/forget`,
    does: 'Delete what is known of a participant that is gone',
  }),
];

export const LOCKS: readonly CommandSpec[] = [
  listing({
    words: 'lock list',
    path: '/v1/admin/locks',
    query: ['key'],
    options: [{ flags: '--key <key>', does: 'this one alone' }],
    does: 'List locks, each with its holder and how many wait for it',
    web: '/locks',
    shown: columns(
      'KEY key',
      'HOLDER holder.sagaId',
      'DEFINITION holder.definition',
      'STATUS holder.status',
      'SINCE holder.since',
      'WAIT waiterCount',
    ),
  }),
  acting({
    words: 'lock release',
    args: ['<key>'],
    call: 'POST /v1/admin/locks/release',
    does: 'Take a lock away from the saga that holds it, which goes on without it',
    options: [
      { flags: '--saga <id>', does: 'only if this saga holds it' },
      {
        flags: '--if-version <n>',
        does: 'only if the saga still has this version',
        isInteger: true,
      },
    ],
    bodyOf: ({ args, options }) => ({
      key: args['key'],
      sagaId: options['saga'],
      expectedVersion: options['ifVersion'],
    }),
  }),
];

export const DEAD_MESSAGES: readonly CommandSpec[] = [
  listing({
    words: 'dead list',
    path: '/v1/admin/dead-messages',
    query: ['open'],
    options: [
      {
        flags: '--open <bool>',
        does: 'only those that nobody replayed or discarded (true)',
        choices: ['true', 'false'],
      },
    ],
    does: 'Messages that nobody could use, newest first',
    web: '/dead-messages',
    shown: columns('ID id', 'AT createdAt', 'FROM source', 'REASON reason', 'RESOLVED resolution', {
      head: 'DETAIL',
      at: 'detail',
      isWide: true,
    }),
  }),
  showing({
    words: 'dead get',
    args: ['<id>'],
    path: DEAD,
    does: 'Show a message that nobody could use',
    web: '/dead-messages/{id}',
  }),
  acting({
    words: 'dead replay',
    args: ['<id>'],
    call: `POST ${DEAD}/replay`,
    does: 'Take a message again, as if it came once more',
  }),
  acting({
    words: 'dead discard',
    args: ['<id>'],
    call: `POST ${DEAD}/discard`,
    does: 'Done with: nobody takes this message again',
  }),
];
