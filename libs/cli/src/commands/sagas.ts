import { fillPath } from '../api/paths.js';
import { EXIT, exitOfStatus } from '../ending/exit-codes.js';
import { columns, tableText, type Column } from '../output/table.js';
import { gridText } from '../output/table.js';
import { doOnce } from '../running/act.js';
import { jsonOf } from '../running/data.js';
import { FILTER_OPTIONS, filterOf } from '../running/filter.js';
import { showing, showPages } from '../running/read.js';
import { sagaOf } from '../running/saga-act.js';
import { durationOf, waitForRest } from '../running/wait.js';
import { showInConsole } from '../running/web.js';
import { changedText, graphText, sagaText } from '../texts/saga-text.js';
import { agoText, durationText } from '../sagas/time-text.js';
import type { Saga } from '../sagas/saga.js';
import type { CommandSpec } from '../spec/command-spec.js';
import { ACT_OPTIONS, PAGE_OPTIONS, WEB_OPTION } from '../spec/shared-options.js';
import { planOf, watchSaga } from '../watch/watch-saga.js';

const AGO = (at: unknown): string => agoText(at);
const WHY: Column = {
  head: 'WAITS FOR',
  at: 'waiting.text',
  isWide: true,
  show: (text, _, item) => String(text ?? (item as Saga).error?.code ?? ''),
};
const SAGAS = columns('ID id', 'STATUS status', 'DEFINITION definition.name', 'KEY key', WHY);
const WIDE = columns(
  ...['ID id', 'STATUS status', 'DEFINITION definition.name', 'V definition.version', 'KEY key'],
  'ATTEMPTS attempts',
  { head: 'UNCHANGED', at: 'unchangedForMs', show: (ms) => durationText(Number(ms)) },
  { head: 'STARTED', at: 'startedAt', show: AGO },
  'ERROR lastError.code',
  WHY,
);

export const SAGAS_COMMANDS: readonly CommandSpec[] = [
  {
    words: 'saga list',
    does: 'List sagas, newest first',
    calls: ['GET /v1/sagas', 'GET /v1/admin/sagas'],
    options: [
      ...FILTER_OPTIONS,
      { flags: '--wide', does: 'with attempts, last error and for how long nothing changed' },
      ...PAGE_OPTIONS,
      WEB_OPTION,
    ],
    examples: [
      "saga list --filter 'status=stuck&age=>1h'",
      "saga list --filter 'http://localhost:3000/sagas?status=stuck' --json",
    ],
    run: (given, session) => {
      const filter = filterOf(given);
      if (given.options['web'] === true) {
        return Promise.resolve(
          showInConsole(`/sagas${filter === '' ? '' : `?${filter}`}`, session),
        );
      }
      const isWide = given.options['wide'] === true;
      const call = { method: 'GET', path: isWide ? '/v1/admin/sagas' : '/v1/sagas', filter };
      return showPages(call, given, session, (items, look) =>
        tableText(items, isWide ? WIDE : SAGAS, look),
      );
    },
  },
  {
    words: 'saga count',
    does: 'Count the sagas that the list has with the same filter',
    calls: ['GET /v1/sagas/count'],
    options: FILTER_OPTIONS,
    run: async (given, session) => {
      const call = { method: 'GET', path: '/v1/sagas/count', filter: filterOf(given) };
      const { body } = await session.api.send(call);
      const { count, isExact, byStatus = {} } = body as Counts;
      session.output.result(body, () =>
        gridText([
          ['all', `${isExact ? '' : 'about '}${count}`],
          ...Object.entries(byStatus).map(([status, each]) => [status, String(each)]),
        ]),
      );
      return EXIT.done;
    },
  },
  {
    words: 'saga get',
    args: ['<saga>'],
    does: 'Show a saga with its steps and what it waits for',
    calls: ['GET /v1/sagas/{id}'],
    options: [
      { flags: '--exit-status', does: 'ends by the status of the saga: 7, 8, 9; else 0' },
      WEB_OPTION,
    ],
    run: async (given, session) => {
      const id = sagaOf(given);
      if (given.options['web'] === true)
        return showInConsole(fillPath('/sagas/{id}', { id }), session);
      const { body } = await session.api.send({
        method: 'GET',
        path: fillPath('/v1/sagas/{id}', { id }),
      });
      const saga = body as Saga;
      session.output.result(saga, (look) => sagaText(saga, look));
      return given.options['exitStatus'] === true ? exitOfStatus(saga.status) : EXIT.done;
    },
  },
  {
    words: 'saga start',
    args: ['<definition>'],
    does: 'Start a saga',
    calls: ['POST /v1/sagas'],
    options: [
      { flags: '-i, --input <json>', does: 'the input: JSON, @FILE, or @- for stdin; default {}' },
      { flags: '--key <key>', does: 'the business key, for finding it again' },
      {
        flags: '--definition-version <n>',
        does: 'default: the latest that is not retired',
        isInteger: true,
      },
      {
        flags: '--wait <time>',
        does: 'waits until it is at rest (30s, 5m), and ends by its status',
      },
      ...ACT_OPTIONS.filter(({ flags }) => flags.includes('--idempotency-key')),
    ],
    examples: [`saga start order-fulfilment --input '{"orderId":"o-1"}' --wait 30s`],
    run: async (given, session) => {
      const { input = '{}', key, definitionVersion: version, wait } = given.options;
      // before it is started: a time that cannot be read must not start anything
      if (typeof wait === 'string') durationOf(wait, '--wait');
      const body = {
        definition: given.args['definition'],
        version,
        key,
        input: await jsonOf(String(input), '--input', session),
      };
      const { body: started } = await doOnce(given, session, {
        method: 'POST',
        path: '/v1/sagas',
        body,
      });
      const isWaiting = typeof wait === 'string';
      const first = started as Saga;
      const saga = isWaiting ? await waitForRest(first.id, wait, session) : first;
      session.output.result(saga, (look) => changedText(saga, look));
      return isWaiting ? exitOfStatus(saga.status) : EXIT.done;
    },
  },
  {
    words: 'saga wait',
    args: ['<saga>'],
    does: 'Wait until a saga is at rest, and end by its status',
    calls: ['GET /v1/sagas/{id}'],
    options: [{ flags: '--timeout <time>', does: 'at most so long; default 1h' }],
    run: async (given, session) => {
      const { timeout = '1h' } = given.options;
      const saga = await waitForRest(sagaOf(given), String(timeout), session);
      session.output.result(saga, (look) => changedText(saga, look));
      return exitOfStatus(saga.status);
    },
  },
  {
    words: 'saga watch',
    args: ['<saga>'],
    does: 'Show a saga live until it is at rest, and end by its status',
    more:
      'On a terminal a picture of its steps, done and undone; elsewhere a line for each\n' +
      'thing that happens. With --output jsonl each state of the saga, from now on, in a line;\n' +
      'with json and yaml the last one.',
    calls: [
      'GET /v1/sagas/{id}/stream',
      'GET /v1/sagas/{id}/timeline',
      'GET /v1/sagas/{id}/versions/{version}',
      'GET /v1/definitions/{name}/versions/{version}/plan',
    ],
    run: (given, session) => watchSaga(sagaOf(given), session),
  },
  {
    words: 'saga graph',
    args: ['<saga>'],
    does: 'Draw a saga: what it did, what it undid, and what is ahead',
    calls: ['GET /v1/sagas/{id}/graph.svg'],
    options: [{ flags: '--svg', does: 'as SVG, as the console draws it' }],
    run: async (given, session) => {
      const id = sagaOf(given);
      if (given.options['svg'] === true) {
        const path = fillPath('/v1/sagas/{id}/graph.svg', { id });
        session.output.raw(String((await session.api.send({ method: 'GET', path })).body));
        return EXIT.done;
      }
      const { body } = await session.api.send({
        method: 'GET',
        path: fillPath('/v1/sagas/{id}', { id }),
      });
      const saga = body as Saga;
      const plan = (await planOf(saga, session)) ?? { steps: [] };
      session.output.result({ saga, plan }, (look) => graphText(saga, plan, look));
      return EXIT.done;
    },
  },
  showing({
    words: 'saga actions',
    args: ['<id>'],
    path: '/v1/sagas/{id}/actions',
    query: ['step'],
    options: [{ flags: '--step <name>', does: 'of this step alone' }],
    does: 'What you may do to a saga now, and why not',
    text: ({ actions }: { readonly actions: readonly unknown[] }, look) =>
      tableText(
        actions,
        columns(
          'VERB verb',
          'STEP step',
          { head: 'ALLOWED', at: 'allowed', show: (is) => (is === true ? 'yes' : 'no') },
          { head: 'WHY NOT', at: 'why.detail', isWide: true },
        ),
        look,
      ),
  }),
];

interface Counts {
  readonly count: number;
  readonly isExact: boolean;
  readonly byStatus?: Readonly<Record<string, number>>;
}
