import { participantOfCommand } from '#protocol';
import { fillPath } from '../api/paths.js';
import { ApiRefusal, CliError } from '../ending/errors.js';
import { EXIT } from '../ending/exit-codes.js';
import type { Look } from '../output/look.js';
import { gridText, oneLine } from '../output/table.js';
import type { Session } from '../session/session.js';
import type { CommandSpec } from '../spec/command-spec.js';
import {
  ofClocks,
  ofDefinitions,
  ofOverview,
  ofParticipants,
  ok,
  type Document,
  type Finding,
  type Overview,
  type Participant,
} from './findings.js';

/** Definitions that are looked at; more take a call each, and a doctor is to be quick. */
const DEFINITIONS_MAX = 200;

export const DOCTOR: CommandSpec = {
  words: 'doctor',
  does: 'Look for what keeps sagas from going on, and say what to run next',
  more: 'Ends with 1 when something keeps sagas from going on, with 4 when you may not look.',
  calls: [
    ...['GET /health/live', 'GET /health/ready', 'GET /v1/login', 'GET /v1/me'],
    ...['GET /v1/admin/overview', 'GET /v1/admin/participants'],
    ...['GET /v1/definitions', 'GET /v1/definitions/{name}/versions/{version}/plan'],
  ],
  run: async (_, session) => {
    const findings = await examine(session);
    session.output.result(findings, (look) => findingsText(findings, look));
    return findings.some(({ level }) => level === 'error') ? EXIT.error : EXIT.done;
  },
};

async function examine(session: Session): Promise<readonly Finding[]> {
  const reached = await ofConnection(session);
  if (reached.some(({ level }) => level === 'error')) return reached;
  const caller = await ofCaller(session);
  if (caller.level === 'error') return [...reached, caller];
  const overview = (await get('/v1/admin/overview', session)) as Overview;
  const participants = (await all('/v1/admin/participants', session)) as readonly Participant[];
  const documents = await documentsOf(session);
  return [
    ...reached,
    caller,
    ...ofOverview(overview),
    ...ofParticipants(participants),
    ...ofDefinitions(documents, participants),
  ];
}

/** Whether it answers, is ready, and has the same time. */
async function ofConnection({ api, target }: Session): Promise<readonly Finding[]> {
  const askedAt = Date.now();
  try {
    const { serverAt } = await api.send({ method: 'GET', path: '/health/live' });
    const roundTripMs = Date.now() - askedAt;
    const ready = await api.send({ method: 'GET', path: '/health/ready' }, [503]);
    const { status, reasons } = ready.body as { status: string; reasons: readonly string[] };
    return [
      ok('reachable', `${target.url} answers, by ${target.from}`),
      status === 'ready'
        ? ok('ready', 'it takes requests')
        : {
            level: status === 'degraded' ? 'warning' : 'error',
            check: 'ready',
            text: `it is ${status}: ${reasons.join('; ')}`,
            run: 'conductor health',
          },
      ...(serverAt === null ? [] : [ofClocks({ here: askedAt, there: serverAt, roundTripMs })]),
    ];
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    const run = `curl -sS ${target.url}/health/live`;
    const text = `${error.message} (the address is from ${target.from})`;
    return [{ level: 'error', check: 'reachable', text, run }];
  }
}

async function ofCaller(session: Session): Promise<Finding> {
  try {
    const { actor, role } = (await get('/v1/me', session)) as { actor: string; role: string };
    return ok('caller', `you are ${actor}, ${role}`);
  } catch (error) {
    if (!(error instanceof ApiRefusal) || error.exit !== EXIT.denied) throw error;
    const { ways } = (await get('/v1/login', session)) as { readonly ways: readonly string[] };
    const text = `it wants to know who you are (${ways.join(', ')}): ${error.message}`;
    const run = 'conductor profile set NAME --url URL --api-key-file FILE';
    return { level: 'error', check: 'caller', text, run };
  }
}

async function documentsOf(session: Session): Promise<readonly Document[]> {
  const definitions = (await all('/v1/definitions', session)) as readonly {
    readonly name: string;
    readonly version: number;
    readonly retiredAt: string | null;
  }[];
  const inUse = definitions.filter(({ retiredAt }) => retiredAt === null).slice(0, DEFINITIONS_MAX);
  const documents: Document[] = [];
  for (const { name, version } of inUse) {
    const path = fillPath('/v1/definitions/{name}/versions/{version}/plan', { name, version });
    const { steps } = (await get(path, session)) as {
      readonly steps: readonly { readonly does: string; readonly about: string | null }[];
    };
    const participants = steps.flatMap(({ does, about }) => {
      const participant = does === 'command' ? participantOfCommand(about ?? '') : null;
      return participant === null ? [] : [participant];
    });
    documents.push({ name, version, participants: [...new Set(participants)] });
  }
  return documents;
}

async function get(path: string, { api }: Session): Promise<unknown> {
  return (await api.send({ method: 'GET', path })).body;
}

async function all(path: string, { api }: Session): Promise<readonly unknown[]> {
  const items: unknown[] = [];
  let cursor: string | null = null;
  do {
    const { body } = await api.send({ method: 'GET', path, query: { cursor } });
    const page = body as { readonly items: readonly unknown[]; readonly next: string | null };
    items.push(...page.items);
    cursor = page.next;
  } while (cursor !== null);
  return items;
}

const SIGNS = { ok: '✓', note: '·', warning: '!', error: '✗' } as const;
const STYLES = { ok: 'green', note: 'dim', warning: 'yellow', error: 'red' } as const;

function findingsText(findings: readonly Finding[], { paint }: Look): string {
  const rows = findings.map(({ level, check, text, run }) => [
    paint(STYLES[level], SIGNS[level]),
    check,
    oneLine(text),
    run === null ? '' : paint('cyan', run),
  ]);
  return gridText(rows);
}
