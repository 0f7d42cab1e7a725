import { fillPath, idIn } from '../api/paths.js';
import { ApiRefusal, usage } from '../ending/errors.js';
import { EXIT, exitOfStatus } from '../ending/exit-codes.js';
import { changedText } from '../texts/saga-text.js';
import { previewText, type Preview } from '../texts/preview-text.js';
import type { Saga } from '../sagas/saga.js';
import type { CommandSpec, Given, OptionSpec } from '../spec/command-spec.js';
import { ACT_OPTIONS, PREVIEW_OPTIONS } from '../spec/shared-options.js';
import { confirm, doOnce, reasonOf, showDone } from './act.js';
import type { ApiAnswer } from '../api/api.js';
import type { Session } from '../session/session.js';
import { waitForRest } from './wait.js';

const PREVIEW = '/v1/admin/sagas/{id}/preview';
/** What callers see of a hash when the preview hides data from them: it confirms nothing. */
const HIDDEN = /[^0-9a-f]/;
const ACCEPTED = 202;

export const WAIT_OPTION: OptionSpec = {
  flags: '--wait <time>',
  does: 'then waits until the saga is at rest, at most so long (30s, 5m), and ends by its status',
};

/** What an action says beside its name: `{ step: 'ship' }`. */
export type Details = Readonly<Record<string, unknown>>;

/**
 * An act on a saga: shows its preview, asks whether it is meant, and confirms exactly what was
 * seen by the preview's hash. `--dry-run` ends after the preview.
 */
export function sagaActing({
  verb,
  path,
  detailsOf = () => ({}),
  ...head
}: Pick<CommandSpec, 'words' | 'does'> &
  Partial<CommandSpec> & {
    /** As a preview names the action. */
    readonly verb: string;
    readonly path: string;
    readonly detailsOf?: (given: Given, session: Session) => Promise<Details> | Details;
  }): CommandSpec {
  return {
    args: ['<saga>'],
    ...head,
    calls: [`POST ${path}`, `POST ${PREVIEW}`],
    options: [...(head.options ?? []), ...ACT_OPTIONS, ...PREVIEW_OPTIONS, WAIT_OPTION],
    run: async (given, session) => {
      const details = await detailsOf(given, session);
      const id = sagaOf(given);
      const expectedVersion = given.options['ifVersion'] as number | undefined;
      const isDry = given.options['dryRun'] === true;
      const reason = isDry ? '' : await reasonOf(given, session);
      const preview = await previewOf(id, { action: verb, ...details, expectedVersion }, session);
      if (isDry) return showPreview(preview, session);
      session.output.note(previewText(preview, session.output.errLook));
      await confirm(given, session, '');
      const previewHash = HIDDEN.test(preview.previewHash) ? undefined : preview.previewHash;
      const body = { ...details, reason, expectedVersion, previewHash };
      const call = { method: 'POST', path: fillPath(path, { id }), body };
      const answer = await tellingPreview(session, () => doOnce(given, session, call));
      return finish(id, answer, given, session);
    },
  };
}

/** The saga of a command: an id, or an address that has one. */
export function sagaOf({ args }: Given): string {
  return idIn(String(args['saga'] ?? ''));
}

export async function previewOf(
  sagaId: string,
  body: Readonly<Record<string, unknown>>,
  session: Session,
): Promise<Preview> {
  const path = fillPath(PREVIEW, { id: sagaId });
  return (await session.api.send({ method: 'POST', path, body })).body as Preview;
}

export function showPreview(preview: Preview, session: Session): number {
  session.output.result(preview, (look) => previewText(preview, look));
  return EXIT.done;
}

/** An answer that the preview is outdated brings the one that holds now, which is shown. */
async function tellingPreview(session: Session, act: () => Promise<ApiAnswer>): Promise<ApiAnswer> {
  try {
    return await act();
  } catch (error) {
    const now = error instanceof ApiRefusal ? error.problem.preview : undefined;
    if (now) session.output.note(previewText(now as Preview, session.output.errLook));
    throw error;
  }
}

async function finish(
  id: string,
  answer: ApiAnswer,
  { options }: Given,
  session: Session,
): Promise<number> {
  const isWaiting = typeof options['wait'] === 'string' && answer.status !== ACCEPTED;
  if (!isWaiting) return showDone(answer, session, changedText);
  const saga = await waitForRest(id, options['wait'] as string, session);
  session.output.result(saga, (look) => changedText(saga, look));
  return exitOfStatus(saga.status);
}

/** A step that an act is about. @throws CliError CLI_USAGE when it is missing */
export function neededOption({ options }: Given, name: string, flag: string): string {
  const value = options[name];
  if (typeof value === 'string' && value !== '') return value;
  throw usage(`${flag} is missing.`);
}

export type { Saga };
