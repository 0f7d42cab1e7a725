import { fillPath } from '../api/paths.js';
import type { ApiAnswer } from '../api/api.js';
import { ApiRefusal } from '../ending/errors.js';
import { EXIT } from '../ending/exit-codes.js';
import { gridText, oneLine } from '../output/table.js';
import { columns, tableText } from '../output/table.js';
import { confirm, doOnce, reasonOf, showDone, tellApproval } from '../running/act.js';
import { textOf } from '../running/data.js';
import type { Look } from '../output/look.js';
import type { CommandSpec } from '../spec/command-spec.js';
import { ACT_OPTIONS } from '../spec/shared-options.js';

interface Fault {
  readonly path: string;
  readonly rule: string;
  readonly message: string;
}

const MIGRATE = '/v1/definitions/{name}/versions/{version}/migrate';

/** Definitions in files, and what moves sagas to another version. */
export const DEFINITION_FILES: readonly CommandSpec[] = [
  {
    words: 'definition apply',
    args: ['<files...>'],
    does: 'Store definitions, each under the next version of its name; what is the same is not',
    more:
      'In the order given: a child saga before those that start it. `-` is stdin. Stops at the\n' +
      'first that is refused.',
    calls: ['POST /v1/definitions'],
    options: ACT_OPTIONS.filter(({ flags }) => !flags.includes('--yes')).map((option) =>
      option.flags.includes('--reason')
        ? { ...option, does: 'why; goes into the audit log' }
        : option,
    ),
    examples: ["definition apply sagas/order.json --reason 'with a longer timeout'"],
    run: async (given, session) => {
      const { reason } = given.options;
      const query = { reason: reason as string | undefined };
      const posted: ApiAnswer[] = [];
      for (const file of given.args['files'] as readonly string[]) {
        const body = await textOf(file, session);
        const call = { method: 'POST', path: '/v1/definitions', query, body };
        posted.push(await naming(file, () => doOnce(given, session, call)));
      }
      const [waiting, ...others] = posted.filter(({ status }) => status === 202);
      for (const { body } of others) tellApproval(body as never, session);
      if (waiting !== undefined) return showDone(waiting, session);
      const results = posted.map(({ status, body }) => ({
        ...(body as object),
        isNew: status === 201,
      }));
      session.output.result(results, (look) => postedText(results as never, look));
      return EXIT.done;
    },
  },
  {
    words: 'definition validate',
    args: ['<files...>'],
    does: 'Check definitions by the conductor; nothing is stored',
    more: 'Ends with 1 when one is not valid. `conductor verify` checks without a conductor.',
    calls: ['POST /v1/definitions/validate'],
    run: async (given, session) => {
      const reports: (Report & { readonly file: string })[] = [];
      for (const file of given.args['files'] as readonly string[]) {
        const call = {
          method: 'POST',
          path: '/v1/definitions/validate',
          body: await textOf(file, session),
        };
        const { body } = await naming(file, () => session.api.send(call));
        reports.push({ file, ...(body as Report) });
      }
      session.output.result(reports, (look) =>
        reports.map((each) => reportText(each, look)).join('\n'),
      );
      return reports.every(({ valid }) => valid) ? EXIT.done : EXIT.error;
    },
  },
  {
    words: 'definition migrate',
    args: ['<name>', '<version>'],
    does: 'Have open sagas of other versions go on by this one, if their past fits',
    calls: [`POST ${MIGRATE}`],
    options: [
      {
        flags: '--from <version>',
        does: 'only of this version; several times: of these',
        isInteger: true,
        isList: true,
      },
      { flags: '--limit <n>', does: 'how many in this call', isInteger: true },
      { flags: '--cursor <next>', does: 'go on: what the call before said' },
      { flags: '--dry-run', does: 'says which would fit, and changes nothing' },
      ...ACT_OPTIONS,
    ],
    run: async (given, session) => {
      const { from, limit, cursor, dryRun } = given.options;
      const path = fillPath(MIGRATE, given.args);
      const query = { cursor: cursor as string | undefined };
      const look = async (reason: string): Promise<ApiAnswer> =>
        session.api.send({
          method: 'POST',
          path,
          query: { ...query, dryRun: true },
          body: { reason, from, limit },
        });
      if (dryRun === true) return showMigration(await look('dry run'), session);
      const reason = await reasonOf(given, session);
      session.output.note(
        migrationText((await look(reason)).body as Migration, session.output.errLook),
      );
      await confirm(given, session, '');
      const call = { method: 'POST', path, query, body: { reason, from, limit } };
      return showMigration(await doOnce(given, session, call), session);
    },
  },
];

function showMigration(answer: ApiAnswer, session: Parameters<typeof showDone>[1]): number {
  return showDone(answer, session, migrationText);
}

interface Migration {
  readonly dryRun: boolean;
  readonly migrated: number;
  readonly fitting: number;
  readonly notFitting: number;
  readonly sagas: readonly unknown[];
  readonly next: string | null;
}

function migrationText(
  { dryRun, migrated, fitting, notFitting, sagas, next }: Migration,
  look: Look,
): string {
  const head = dryRun
    ? `${fitting} fit, ${notFitting} do not; nothing was changed`
    : `${migrated} moved, ${notFitting} do not fit`;
  const reasons = (value: unknown): string =>
    (value as readonly { readonly code: string }[]).map(({ code }) => code).join(', ');
  const shown = columns(...['SAGA id', 'FROM fromVersion', 'FITS fits'], {
    head: 'WHY NOT',
    at: 'reasons',
    show: reasons,
    isWide: true,
  });
  const more = next === null ? [] : [`There are more: --cursor ${next}`];
  return [head, ...(sagas.length === 0 ? [] : [tableText(sagas, shown, look)]), ...more].join('\n');
}

interface Report {
  readonly valid: boolean;
  readonly errors: readonly Fault[];
  readonly warnings: readonly Fault[];
}

function reportText(
  { file, valid, errors, warnings }: Report & { readonly file: string },
  look: Look,
): string {
  const head = valid ? look.paint('green', 'valid') : look.paint('red', 'not valid');
  return [`${file}: ${head}`, ...faultLines(errors), ...faultLines(warnings, 'warning ')].join(
    '\n',
  );
}

function faultLines(faults: readonly Fault[], word = ''): readonly string[] {
  return faults.map(
    ({ path, rule, message }) => `  ${word}${path || '/'}  ${rule}: ${oneLine(message)}`,
  );
}

function postedText(
  results: readonly {
    readonly name: string;
    readonly version: number;
    readonly isNew: boolean;
    readonly warnings?: readonly Fault[];
  }[],
  look: Look,
): string {
  const rows = results.map(({ name, version, isNew }) => [
    name,
    String(version),
    isNew ? look.paint('green', 'stored') : 'there already',
  ]);
  return [
    gridText(rows),
    ...results.flatMap(({ warnings = [] }) => faultLines(warnings, 'warning ')),
  ].join('\n');
}

/** A refusal says of which file it is. */
async function naming(file: string, send: () => Promise<ApiAnswer>): Promise<ApiAnswer> {
  try {
    return await send();
  } catch (error) {
    if (!(error instanceof ApiRefusal)) throw error;
    throw new ApiRefusal({ ...error.problem, detail: `${file}: ${error.problem.detail}` });
  }
}
