import { fillPath } from '../api/paths.js';
import { EXIT } from '../ending/exit-codes.js';
import { columns, tableText } from '../output/table.js';
import { acting } from '../running/act.js';
import { listing, showing } from '../running/read.js';
import type { Session } from '../session/session.js';
import { differencesOf, differencesText } from '../texts/differences.js';
import { durationText } from '../sagas/time-text.js';
import type { CommandSpec } from '../spec/command-spec.js';
import type { Look } from '../output/look.js';
import { textOf } from '../running/data.js';

const VERSION = '/v1/definitions/{name}/versions/{version}';
const NAMED = ['<name>', '<version>'] as const;

/** What is read of definitions; what is posted is in `definition-files`. */
export const DEFINITIONS: readonly CommandSpec[] = [
  listing({
    words: 'definition list',
    path: '/v1/definitions',
    does: 'List definitions, each with its newest version',
    web: '/definitions',
    shown: columns(
      'NAME name',
      'VERSION version',
      'VERSIONS versions',
      'POSTED createdAt',
      'RETIRED retiredAt',
      {
        head: 'DESCRIPTION',
        at: 'description',
        isWide: true,
      },
    ),
  }),
  {
    words: 'definition get',
    args: ['<name>', '[version]'],
    does: 'Show a definition: the newest version, or one',
    calls: ['GET /v1/definitions/{name}', `GET ${VERSION}`],
    options: [{ flags: '--document', does: 'only the document, as it can be posted again' }],
    run: async (given, session) => {
      const found = (await read(given.args, session)) as { readonly document: unknown };
      if (given.options['document'] === true)
        session.output.raw(JSON.stringify(found.document, null, 2));
      else session.output.result(found, () => JSON.stringify(found, null, 2));
      return EXIT.done;
    },
  },
  {
    words: 'definition diff',
    args: ['<name>', '<from>', '[to]'],
    does: 'In what two versions differ; without the second one, from the newest',
    calls: ['GET /v1/definitions/{name}', `GET ${VERSION}`],
    options: [{ flags: '--file <file>', does: 'a file in place of the second version' }],
    examples: [
      'definition diff order-fulfilment 2 3',
      'definition diff order-fulfilment 3 --file order.json',
    ],
    run: async (given, session) => {
      const { name, from, to } = given.args;
      const { file } = given.options;
      const before = (await read({ name, version: from }, session)) as {
        readonly document: unknown;
      };
      const after =
        typeof file === 'string'
          ? (JSON.parse(await textOf(file, session)) as unknown)
          : ((await read({ name, version: to }, session)) as { readonly document: unknown })
              .document;
      const found = differencesOf(before.document, after);
      session.output.result(found, (look) => differencesText(found, look));
      return EXIT.done;
    },
  },
  showing({
    words: 'definition matrix',
    args: NAMED,
    path: `${VERSION}/failure-matrix`,
    does: 'What a saga does for every step and every way it can go wrong',
    text: matrixText,
  }),
  showing({
    words: 'definition plan',
    args: NAMED,
    path: `${VERSION}/plan`,
    does: 'The steps of a definition and their undos',
    text: ({ steps }: { readonly steps: readonly unknown[] }, look) =>
      tableText(
        steps,
        columns(
          'STEP name',
          'DOES does',
          'ABOUT about',
          'KIND kind',
          'AFTER after',
          'UNDO undo',
          'LOOP loop',
        ),
        look,
      ),
  }),
  {
    words: 'definition graph',
    args: NAMED,
    does: 'A picture of a definition as SVG',
    calls: [`GET ${VERSION}/graph.svg`],
    options: [{ flags: '--counts', does: 'with the open sagas at each step' }],
    run: async (given, session) => {
      const path = fillPath(`${VERSION}/graph.svg`, given.args);
      const query = given.options['counts'] === true ? { counts: true } : {};
      session.output.raw(String((await session.api.send({ method: 'GET', path, query })).body));
      return EXIT.done;
    },
  },
  {
    words: 'definition asyncapi',
    args: ['<name>', '[version]'],
    does: 'The messages of a definition as an AsyncAPI document: the newest version, or one',
    calls: ['GET /v1/definitions/{name}', `GET ${VERSION}/asyncapi.json`],
    examples: ['definition asyncapi order-fulfilment 3'],
    run: async ({ args: { name, version } }, session) => {
      const newest = async () =>
        ((await read({ name }, session)) as { readonly version: number }).version;
      const path = fillPath(`${VERSION}/asyncapi.json`, {
        name,
        version: version ?? (await newest()),
      });
      const { body } = await session.api.send({ method: 'GET', path });
      session.output.raw(JSON.stringify(body, null, 2));
      return EXIT.done;
    },
  },
  {
    words: 'definition counts',
    args: ['<name>', '[version]'],
    does: 'How many sagas are open: by version, or of one version by step',
    calls: ['GET /v1/definitions/{name}/counts', `GET ${VERSION}/counts`],
    run: async (given, session) => {
      const { version } = given.args;
      const path = version === undefined ? '/v1/definitions/{name}/counts' : `${VERSION}/counts`;
      const { body } = await session.api.send({ method: 'GET', path: fillPath(path, given.args) });
      session.output.result(body, (look) => countsText(body as never, look));
      return EXIT.done;
    },
  },
  showing({
    words: 'definition times',
    args: NAMED,
    path: `${VERSION}/step-times`,
    does: 'What the steps of a version usually take, from the newest sagas that completed',
    text: timesText,
  }),
  acting({
    words: 'definition retire',
    args: NAMED,
    call: `POST ${VERSION}/retire`,
    does: 'Start no new sagas with a version; running ones go on',
  }),
  acting({
    words: 'definition unretire',
    args: NAMED,
    call: `POST ${VERSION}/unretire`,
    does: 'Start sagas with a version again',
  }),
];

async function read(
  { name, version }: Readonly<Record<string, unknown>>,
  session: Session,
): Promise<unknown> {
  const path = version === undefined ? '/v1/definitions/{name}' : VERSION;
  return (await session.api.send({ method: 'GET', path: fillPath(path, { name, version }) })).body;
}

/** What becomes of a saga for every step and every way it can go wrong. */
export function matrixText(
  { paths }: { readonly paths: readonly unknown[] | null },
  look: Look,
): string {
  if (paths === null)
    return look.paint('yellow', 'too large to be worked out: conductor verify does');
  return tableText(
    paths,
    columns(
      ...['STEP step', 'GOES-WRONG fault', 'ENDS ends', 'STUCK-ON stuckOn', 'UNDONE undone'],
      ...[
        'STAYS kept',
        { head: 'AFTER', at: 'takesMs', show: (ms: unknown) => durationText(Number(ms)) },
      ],
    ),
    look,
  );
}

function countsText(
  counts: { readonly versions?: readonly unknown[]; readonly steps?: readonly unknown[] },
  look: Look,
): string {
  if (counts.versions !== undefined) {
    const shown = columns(
      'VERSION version',
      'RUNNING running',
      'COMPENSATING compensating',
      'STUCK stuck',
    );
    return tableText(counts.versions, shown, look);
  }
  const shown = columns(
    'STEP step',
    'OPEN forward.open',
    'STUCK forward.stuck',
    'UNDOING undo.open',
    'UNDO-STUCK undo.stuck',
  );
  return tableText(counts.steps ?? [], shown, look);
}

function timesText(
  { sagas, steps }: { readonly sagas: number; readonly steps: readonly unknown[] },
  look: Look,
): string {
  if (sagas === 0) return 'No saga of this version completed in the last seven days.';
  const show = (ms: unknown): string => durationText(Number(ms));
  const table = tableText(
    steps,
    columns(
      ...['STEP step', 'TIMES count'],
      ...[
        { head: 'HALF-WITHIN', at: 'p50Ms', show },
        { head: '19-OF-20-WITHIN', at: 'p95Ms', show },
      ],
    ),
    look,
  );
  return `${table}\n\n${sagas} ${sagas === 1 ? 'saga' : 'sagas'} of the last seven days`;
}
