import { EXIT } from '../ending/exit-codes.js';
import { columns, type Column } from '../output/table.js';
import { acting } from '../running/act.js';
import { listing, showing } from '../running/read.js';
import type { CommandSpec } from '../spec/command-spec.js';

const APPROVAL = '/v1/admin/approvals/{id}';
const REASON: Column = { head: 'REASON', at: 'reason', isWide: true };
const AUDIT_FILTERS = ['saga', 'actor', 'action', 'subject', 'outcome', 'operation', 'from', 'to'];

export const AUDIT: readonly CommandSpec[] = [
  listing({
    words: 'audit list',
    path: '/v1/admin/audit',
    query: AUDIT_FILTERS,
    options: AUDIT_FILTERS.map((name) => ({
      flags: `--${name} <value>`,
      does: `only with this ${name}`,
    })),
    does: 'Who did what, and what was refused, newest first',
    web: '/audit',
    shown: columns(
      ...['AT at', 'ACTOR actor', 'ACTION action', 'KIND subject.kind', 'SUBJECT subject.id'],
      ...['OUTCOME outcome', 'REFUSAL refusal', REASON],
    ),
  }),
  {
    words: 'audit verify',
    does: 'Whether the audit log still is what was recorded; ends with 1 when it is not',
    more: 'Keep the head that it prints somewhere else, and give it as --expect the next time.',
    calls: ['GET /v1/admin/audit/verify'],
    options: [
      {
        flags: '--expect <head>',
        does: 'a head of before, SEQ:HASH: all up to it has to be what it was',
      },
    ],
    run: async (given, session) => {
      let after: number | undefined;
      let checked = 0;
      for (;;) {
        const expect =
          after === undefined ? (given.options['expect'] as string | undefined) : undefined;
        const query = { after, expect };
        const { body } = await session.api.send({
          method: 'GET',
          path: '/v1/admin/audit/verify',
          query,
        });
        const verdict = body as Verdict;
        checked += verdict.checked;
        after = verdict.head.seq;
        if (verdict.isIntact && !verdict.isComplete) continue;
        const whole = { ...verdict, checked };
        session.output.result(whole, ({ paint }) => verdictText(whole, paint));
        return verdict.isIntact ? EXIT.done : EXIT.error;
      }
    },
  },
  acting({
    words: 'audit trim',
    call: 'POST /v1/admin/audit/trim',
    does: 'Delete the oldest records of the audit log',
    options: [{ flags: '--older-than <instant>', does: 'those before it' }],
    body: ['olderThan'],
  }),
];

interface Verdict {
  readonly isIntact: boolean;
  readonly isComplete: boolean;
  readonly checked: number;
  readonly head: { readonly seq: number; readonly hash: string };
  readonly fault: { readonly seq: number; readonly what: string } | null;
  readonly unsealed: { readonly count: number };
}

function verdictText(
  { isIntact, checked, head, fault, unsealed }: Verdict,
  paint: (style: 'green' | 'red', text: string) => string,
): string {
  const lines = [
    isIntact
      ? paint('green', 'The audit log is intact.')
      : paint('red', 'The audit log is not what was recorded.'),
    `${checked} records looked at. Head: ${head.seq}:${head.hash}`,
  ];
  if (fault !== null) lines.push(`First broken link: ${fault.seq}, ${fault.what}`);
  if (unsealed.count > 0) lines.push(`${unsealed.count} records wait for their seal.`);
  return lines.join('\n');
}

export const APPROVALS: readonly CommandSpec[] = [
  listing({
    words: 'approval list',
    path: '/v1/admin/approvals',
    query: ['state'],
    options: [
      { flags: '--state <state>', does: 'open, confirmed, rejected, withdrawn or expired' },
    ],
    does: 'List acts that wait for a second person, or did, newest first',
    web: '/approvals',
    shown: columns(
      'ID id',
      'STATE state',
      'ACT act',
      'SUBJECT subject.id',
      'BY actor',
      'UNTIL expiresAt',
      REASON,
    ),
  }),
  showing({
    words: 'approval get',
    args: ['<id>'],
    path: APPROVAL,
    does: 'Show an act that waits for a second person, and what it would do now',
    web: '/approvals/{id}',
  }),
  ...(['confirm', 'reject', 'withdraw'] as const).map((verb) =>
    acting({
      words: `approval ${verb}`,
      args: ['<id>'],
      call: `POST ${APPROVAL}/${verb}`,
      does: {
        confirm: 'Do what somebody else asked for',
        reject: 'Say no to what somebody else asked for',
        withdraw: 'Take back what you asked for',
      }[verb],
    }),
  ),
];

export const ALERTS: readonly CommandSpec[] = [
  showing({
    words: 'alerts list',
    path: '/v1/admin/alerts',
    does: 'What is not as it should be, as far as routes are set',
    web: '/alerts',
  }),
  showing({ words: 'alerts routes', path: '/v1/admin/alerts/routes', does: 'Where alerts go' }),
  listing({
    words: 'alerts deliveries',
    path: '/v1/admin/alerts/deliveries',
    does: 'Messages of 30 days, newest first, with what came of them',
    shown: columns('AT createdAt', 'ROUTE route', 'EVENT event', 'STATUS status', 'TRIES tries', {
      head: 'TITLE',
      at: 'title',
      isWide: true,
    }),
  }),
  acting({
    words: 'alerts test',
    args: ['<name>'],
    call: 'POST /v1/admin/alerts/routes/{name}/test',
    does: 'Send a test message on a route now, once',
  }),
];
