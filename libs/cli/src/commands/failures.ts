import { columns, tableText, type Column } from '../output/table.js';
import { acting } from '../running/act.js';
import { listing, showing } from '../running/read.js';
import { agoText } from '../sagas/time-text.js';
import type { CommandSpec, OptionSpec } from '../spec/command-spec.js';

const ROOT = '/v1/admin/failures/{fingerprint}';
const REVISION: OptionSpec = {
  flags: '--expected-revision <n>',
  does: 'only if the group still has this revision',
  isInteger: true,
};
const NOTE: OptionSpec = { flags: '--note <text>', does: 'what others should know' };
const LAST: Column = { head: 'LAST SEEN', at: 'lastSeenAt', show: (at) => `${agoText(at)} ago` };

interface Failures {
  readonly groups: readonly unknown[];
  readonly undelivered: readonly unknown[];
}

export const FAILURES: readonly CommandSpec[] = [
  showing({
    words: 'failures list',
    path: '/v1/admin/failures',
    query: ['status'],
    options: [
      { flags: '--status <status>', does: 'new, acknowledged, muted, resolved or regressed' },
    ],
    does: 'Stuck and retrying sagas, grouped by what is wrong',
    web: '/failures',
    text: ({ groups, undelivered }: Failures, look) =>
      [
        tableText(
          groups,
          columns(
            ...['FINGERPRINT fingerprint', 'LIFE life.status', 'SAGAS count', 'STUCK stuck'],
            ...['DEFINITION definition', 'STEP step', 'CODE error.code'],
            LAST,
            { head: 'MESSAGE', at: 'kind', isWide: true },
          ),
          look,
        ),
        ...(undelivered.length === 0
          ? []
          : [
              '',
              tableText(
                undelivered,
                columns('NO-QUEUE-FOR participant', 'WAIT messages', 'REASON reason'),
                look,
              ),
            ]),
      ].join('\n'),
  }),
  showing({
    words: 'failures get',
    args: ['<fingerprint>'],
    path: ROOT,
    does: 'One group of sagas with the same trouble',
    web: '/failures/{fingerprint}',
  }),
  listing({
    words: 'failures sagas',
    args: ['<fingerprint>'],
    path: `${ROOT}/sagas`,
    does: 'The sagas that are in a group now, the oldest first',
    shown: columns(
      'SAGA sagaId',
      'STATE state',
      'ATTEMPTS attempts',
      'SINCE since',
      'CODE error.code',
      {
        head: 'MESSAGE',
        at: 'error.message',
        isWide: true,
      },
    ),
  }),
  acting({
    words: 'failures acknowledge',
    args: ['<fingerprint>'],
    call: `POST ${ROOT}/acknowledge`,
    options: [{ flags: '--owner <name>', does: 'who looks after it' }, NOTE, REVISION],
    body: ['owner', 'note', 'expectedRevision'],
    does: 'Somebody looks after a group',
  }),
  acting({
    words: 'failures mute',
    args: ['<fingerprint>'],
    call: `POST ${ROOT}/mute`,
    options: [
      { flags: '--until <instant>', does: 'until then: 2030-01-01T12:00:00Z' },
      { flags: '--sagas <n>', does: 'until it has so many sagas', isInteger: true },
      REVISION,
    ],
    body: ['until', 'sagas', 'expectedRevision'],
    does: 'Nobody is told of a group for a while',
  }),
  acting({
    words: 'failures resolve',
    args: ['<fingerprint>'],
    call: `POST ${ROOT}/resolve`,
    options: [
      {
        flags: '--in-version <n>',
        does: 'the version of the definition that mends it',
        isInteger: true,
      },
      NOTE,
      REVISION,
    ],
    body: ['inVersion', 'note', 'expectedRevision'],
    does: 'What a group has is mended',
  }),
  acting({
    words: 'failures reopen',
    args: ['<fingerprint>'],
    call: `POST ${ROOT}/reopen`,
    options: [REVISION],
    body: ['expectedRevision'],
    does: 'A group is new again',
  }),
];
