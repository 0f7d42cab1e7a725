import type { Change } from '../api/api.js';
import { fillPath, idIn } from '../api/paths.js';
import { EXIT } from '../ending/exit-codes.js';
import { columns, tableText } from '../output/table.js';
import { listing, showing } from '../running/read.js';
import { sagaOf } from '../running/saga-act.js';
import type { Session } from '../session/session.js';
import { differencesOf, differencesText } from '../texts/differences.js';
import { sagaText, timelineText } from '../texts/saga-text.js';
import { usage } from '../ending/errors.js';
import { jsonOf } from '../running/data.js';
import { acting, doOnce, showDone } from '../running/act.js';
import { timelineOf } from '../watch/watch-saga.js';
import type { CommandSpec } from '../spec/command-spec.js';
import { ACT_OPTIONS } from '../spec/shared-options.js';
import { FILTER_OPTIONS, filterOf } from '../running/filter.js';

/** What was, and what a saga is told. */
export const SAGA_PAST: readonly CommandSpec[] = [
  listing({
    words: 'saga history',
    args: ['<id>'],
    path: '/v1/sagas/{id}/history',
    does: 'Everything that happened to a saga, as recorded',
    shown: columns('V version', 'AT at', 'INPUT input.type', {
      head: 'EVENTS',
      at: 'events',
      isWide: true,
      show: (events) =>
        (events as readonly { readonly type: string }[]).map(({ type }) => type).join(', '),
    }),
  }),
  {
    words: 'saga timeline',
    args: ['<saga>'],
    does: 'What happened to a saga, a line for each thing',
    calls: ['GET /v1/sagas/{id}/timeline'],
    run: async (given, session) => {
      const entries = await timelineOf(sagaOf(given), session);
      session.output.result(entries, (look) => timelineText(entries, look));
      return EXIT.done;
    },
  },
  showing({
    words: 'saga at',
    args: ['<id>', '<version>'],
    path: '/v1/sagas/{id}/versions/{version}',
    does: 'Show a saga as it was after a transition',
    text: sagaText as never,
  }),
  showing({
    words: 'saga expressions',
    args: ['<id>', '<version>'],
    path: '/v1/sagas/{id}/versions/{version}/expressions',
    does: 'Which expressions decided a transition, with the values they saw',
  }),
  {
    words: 'saga diff',
    args: ['<saga>', '[other]'],
    does: 'In what two sagas differ, or one saga between two versions',
    calls: ['GET /v1/sagas/{id}', 'GET /v1/sagas/{id}/versions/{version}'],
    options: [
      { flags: '--from <version>', does: 'of one saga: as it was then', isInteger: true },
      {
        flags: '--to <version>',
        does: 'of one saga: as it was then; default: as it is',
        isInteger: true,
      },
    ],
    examples: ['saga diff SAGA_ID OTHER_ID', 'saga diff SAGA_ID --from 3'],
    run: async (given, session) => {
      const id = sagaOf(given);
      const other = given.args['other'];
      const { from, to } = given.options as { readonly from?: number; readonly to?: number };
      if ((other === undefined) === (from === undefined)) {
        throw usage('Two sagas are needed, or one with --from VERSION.');
      }
      const pair = await Promise.all([
        read(id, from, session),
        read(other === undefined ? id : idIn(String(other)), to, session),
      ]);
      const found = differencesOf(...pair);
      session.output.result(found, (look) => differencesText(found, look));
      return EXIT.done;
    },
  },
  {
    words: 'saga signal',
    args: ['<saga>', '<name>'],
    does: 'Give a saga a signal that a step waits for, or will wait for',
    calls: ['POST /v1/sagas/{id}/signals/{name}'],
    options: [
      { flags: '--payload <json>', does: 'the output of the step: JSON, @FILE or @-; default {}' },
      ...ACT_OPTIONS.filter(({ flags }) => flags.includes('--idempotency-key')),
    ],
    examples: [`saga signal SAGA_ID approved --payload '{"by":"anna"}'`],
    run: async (given, session) => {
      const { payload = '{}' } = given.options;
      const body = await jsonOf(String(payload), '--payload', session);
      const values = { id: sagaOf(given), name: given.args['name'] };
      const path = fillPath('/v1/sagas/{id}/signals/{name}', values);
      const { body: kept } = await doOnce(given, session, { method: 'POST', path, body });
      return showDone({ status: 200, body: kept, serverAt: null }, session);
    },
  },
  acting({
    words: 'saga exempt',
    args: ['<id>'],
    call: 'POST /v1/admin/sagas/{id}/exempt',
    does: 'Keep a saga: no retention deletes it',
  }),
  acting({
    words: 'saga unexempt',
    args: ['<id>'],
    call: 'POST /v1/admin/sagas/{id}/unexempt',
    does: 'Let retention delete a saga again',
  }),
  listing({
    words: 'saga exemptions',
    path: '/v1/admin/exemptions',
    does: 'List sagas that no retention deletes',
    shown: columns('SAGA sagaId', 'SINCE since', 'BY actor', {
      head: 'REASON',
      at: 'reason',
      isWide: true,
    }),
  }),
  {
    words: 'stream',
    does: 'Every transition of the sagas that a filter means, a line for each, until interrupted',
    calls: ['GET /v1/stream'],
    options: FILTER_OPTIONS,
    run: async (given, session) => {
      const { interrupted } = session.surroundings;
      for await (const change of session.api.changes(filterOf(given), interrupted)) {
        tell(change, session);
      }
      return EXIT.done;
    },
  },
];

function tell(change: Change, { output }: Session): void {
  if (!output.isForPeople) return output.raw(JSON.stringify(change));
  const shown = columns(
    'AT at',
    'ID sagaId',
    'D definition.name',
    'S status',
    'K kinds',
    'P steps',
  );
  const [, line = ''] = tableText([change], shown, output.look).split('\n');
  output.raw(line);
}

async function read(id: string, version: number | undefined, session: Session): Promise<unknown> {
  const path =
    version === undefined
      ? fillPath('/v1/sagas/{id}', { id })
      : fillPath('/v1/sagas/{id}/versions/{version}', { id, version });
  return (await session.api.send({ method: 'GET', path })).body;
}
