import { setTimeout as delay } from 'node:timers/promises';
import { fillPath } from '../api/paths.js';
import { usage } from '../ending/errors.js';
import { EXIT } from '../ending/exit-codes.js';
import { factsText } from '../output/facts.js';
import { statusText, type Look } from '../output/look.js';
import { columns, gridText, oneLine } from '../output/table.js';
import { acting, confirm, doOnce, reasonOf, showDone } from '../running/act.js';
import { jsonOf } from '../running/data.js';
import { FILTER_OPTIONS, filterOf } from '../running/filter.js';
import { listing, showing } from '../running/read.js';
import type { Session } from '../session/session.js';
import type { CommandSpec, Given } from '../spec/command-spec.js';
import { ACT_OPTIONS } from '../spec/shared-options.js';
import { Screen } from '../watch/screen.js';

const ROOT = '/v1/admin/bulk/{id}';
const POLL_MS = 1000;
const ACTIONS = ['retry', 'skip', 'settle', 'cancel', 'compensate', 'pause', 'resume', 'abandon'];

/** Filters of steps and the step of an act would have the same option. */
const BULK_FILTERS = FILTER_OPTIONS.filter(({ flags }) => !flags.startsWith('--step'));

export const BULKS: readonly CommandSpec[] = [
  {
    words: 'bulk start',
    args: ['<action>'],
    does: 'Do the same with many sagas: a canary first, then in steps or at a rate',
    more: `ACTION is ${ACTIONS.join(', ')}.\nShows first how many sagas are meant, and the acts.`,
    calls: ['POST /v1/admin/bulk'],
    options: [
      ...BULK_FILTERS,
      {
        flags: '--id <saga>',
        does: 'a saga in place of a filter; several times: these',
        isList: true,
      },
      { flags: '--step <name>', does: 'the step of retry, skip or settle' },
      { flags: '--to-step <name>', does: 'of compensate' },
      { flags: '--step-output <json>', does: 'of skip: JSON, @FILE or @-' },
      { flags: '--result <result>', does: 'of settle', choices: ['succeeded', 'undone'] },
      { flags: '--patch <json>', does: 'of retry: a merge patch on what the stuck step sent' },
      {
        flags: '--canary <n>',
        does: 'how many go first and are awaited; default 1',
        isInteger: true,
      },
      {
        flags: '--rate <n>',
        does: 'sagas a second after that; default: steps of 1, 5, 25, …',
        isInteger: true,
      },
      {
        flags: '--failure-share-max <share>',
        does: 'stops itself when a larger share fails; default 0.1',
      },
      { flags: '--outcome-within <time>', does: 'what is not at rest by then failed; default 5m' },
      { flags: '--dry-run', does: 'shows what it would do, and makes nothing' },
      { flags: '--watch', does: 'then watches it to its end' },
      ...ACT_OPTIONS,
    ],
    examples: [
      "bulk start retry --filter 'status=stuck&error=ERR_LOCKED' --reason 'it is back' --watch",
    ],
    run: startBulk,
  },
  listing({
    words: 'bulk list',
    path: '/v1/admin/bulk',
    does: 'List bulks, newest first',
    web: '/bulk',
    shown: columns(
      'ID id',
      'STATUS status',
      'ACTION action.type',
      'SAGAS count',
      'BY actor',
      'AT createdAt',
      {
        head: 'REASON',
        at: 'reason',
        isWide: true,
      },
    ),
  }),
  showing({
    words: 'bulk get',
    args: ['<id>'],
    path: ROOT,
    does: 'How far a bulk is, and what came of it',
    web: '/bulk/{id}',
    text: bulkText,
  }),
  {
    words: 'bulk watch',
    args: ['<id>'],
    does: 'Watch a bulk until it is over; 0: done, 1: it was stopped, 8: it goes on or is paused',
    calls: [`GET ${ROOT}`],
    run: (given, session) => watchBulk(String(given.args['id']), session),
  },
  listing({
    words: 'bulk results',
    args: ['<id>'],
    path: `${ROOT}/results`,
    query: ['state', 'outcome'],
    options: [
      { flags: '--state <state>', does: 'waiting, done or refused' },
      { flags: '--outcome <outcome>', does: 'good, bad, late or gone' },
    ],
    does: 'What became of each saga of a bulk',
    shown: columns('PLACE place', 'SAGA sagaId', 'STATE state', 'OUTCOME outcome', 'CODE code', {
      head: 'DETAIL',
      at: 'detail',
      isWide: true,
    }),
  }),
  showing({
    words: 'bulk joined',
    args: ['<id>'],
    path: `${ROOT}/joined`,
    does: 'How many sagas its filter means now that are not in the bulk',
  }),
  ...(['pause', 'resume', 'stop'] as const).map((verb) =>
    acting({
      words: `bulk ${verb}`,
      args: ['<id>'],
      call: `POST ${ROOT}/${verb}`,
      does: {
        pause: 'Act on no further saga until it is resumed',
        resume: 'Go on with a bulk that is paused',
        stop: 'End a bulk; the sagas that it did not come to are left alone',
      }[verb],
      text: bulkText,
    }),
  ),
];

interface Made {
  readonly id: string | null;
  readonly count: number;
  readonly previewHash: string | null;
  readonly outlook: Outlook | null;
}

interface Outlook {
  readonly looked: number;
  readonly allowed: number;
  readonly commands: readonly { readonly command: string; readonly sagas: number }[];
  readonly refusals: readonly {
    readonly code: string;
    readonly detail: string;
    readonly sagas: number;
  }[];
}

async function startBulk(given: Given, session: Session): Promise<number> {
  const { options } = given;
  const isDry = options['dryRun'] === true;
  const reason =
    isDry && typeof options['reason'] !== 'string' ? 'dry run' : await reasonOf(given, session);
  const body = { ...(await termsOf(given, session)), reason };
  const path = '/v1/admin/bulk';
  const seen = await session.api.send({ method: 'POST', path, body: { ...body, dryRun: true } });
  const made = seen.body as Made;
  if (isDry) return showDone(seen, session, madeText);
  session.output.note(madeText(made, session.output.errLook));
  await confirm(given, session, '');
  const previewHash = made.previewHash ?? undefined;
  const answer = await doOnce(given, session, {
    method: 'POST',
    path,
    body: { ...body, previewHash },
  });
  const { id } = answer.body as Made;
  if (options['watch'] !== true || id === null || answer.status === 202) {
    return showDone(answer, session, madeText);
  }
  return watchBulk(id, session);
}

/** @throws CliError CLI_USAGE when nothing says which sagas are meant */
async function termsOf({ args, options }: Given, session: Session): Promise<object> {
  const { id: ids, step, toStep, result, canary, rate, outcomeWithin, failureShareMax } = options;
  const { patch, stepOutput, ...others } = options;
  const filter =
    ids === undefined ? filterOf({ options: { ...others, step: undefined } }) : undefined;
  if (filter === '') {
    throw usage(
      'Which sagas? An empty filter would mean all of them.',
      "Add --filter 'status=stuck', or --id.",
    );
  }
  return {
    action: args['action'],
    filter,
    ids,
    ...{ step, toStep, result, canary, rate, outcomeWithin },
    failureShareMax: failureShareMax === undefined ? undefined : Number(failureShareMax),
    patch: typeof patch === 'string' ? await jsonOf(patch, '--patch', session) : undefined,
    output:
      typeof stepOutput === 'string'
        ? await jsonOf(stepOutput, '--step-output', session)
        : undefined,
  };
}

function madeText({ id, count, outlook }: Made, look: Look): string {
  const lines = [`${look.paint('bold', String(count))} sagas${id === null ? '' : `, bulk ${id}`}`];
  if (outlook === null) return lines.join('\n');
  lines.push(`of ${outlook.looked} looked at, ${outlook.allowed} allow it`);
  for (const { command, sagas } of outlook.commands) lines.push(`  sends ${command} for ${sagas}`);
  for (const { code, detail, sagas } of outlook.refusals) {
    lines.push(look.paint('yellow', `  ${sagas} would refuse: ${code}, ${oneLine(detail)}`));
  }
  return lines.join('\n');
}

interface Bulk {
  readonly id: string;
  readonly status: string;
  readonly count: number;
  readonly counts: Readonly<Record<string, number>>;
  readonly stop: { readonly code: string; readonly detail: string } | null;
}

const BAR = 30;

function bulkText(bulk: Bulk, look: Look): string {
  if (typeof bulk.counts !== 'object') return factsText(bulk, look);
  const { id, status, count, counts, stop } = bulk;
  const acted = count - (counts['waiting'] ?? 0);
  const filled = count === 0 ? BAR : Math.round((acted / count) * BAR);
  const done = look.paint('green', '█'.repeat(filled));
  const bar = `${done}${look.paint('dim', '·'.repeat(BAR - filled))}`;
  const lines = [`${id}  ${statusText(status, look)}`, `${bar}  ${acted} of ${count}`];
  const cells = Object.entries(counts).map(([name, each]) => `${name} ${each}`);
  lines.push(gridText([cells]));
  if (stop !== null) lines.push(look.paint('red', `${stop.code}: ${oneLine(stop.detail)}`));
  return lines.join('\n');
}

async function watchBulk(id: string, session: Session): Promise<number> {
  const { output, surroundings } = session;
  const path = fillPath(ROOT, { id });
  const screen =
    output.isForPeople && surroundings.out.isTTY === true ? new Screen(surroundings.out) : null;
  for (;;) {
    const bulk = (await session.api.send({ method: 'GET', path })).body as Bulk;
    screen?.draw(bulkText(bulk, output.look));
    const isOver = bulk.status !== 'running' || surroundings.interrupted.aborted;
    if (isOver) {
      if (screen === null) output.result(bulk, (look) => bulkText(bulk, look));
      return bulk.status === 'done'
        ? EXIT.done
        : bulk.status === 'stopped'
          ? EXIT.error
          : EXIT.running;
    }
    await delay(POLL_MS, undefined, { signal: surroundings.interrupted }).catch(() => undefined);
  }
}
