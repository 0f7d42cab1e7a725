import { randomUUID } from 'node:crypto';
import { fillPath } from '../api/paths.js';
import { CliError, usage } from '../ending/errors.js';
import { EXIT } from '../ending/exit-codes.js';
import { factsText } from '../output/facts.js';
import type { Look } from '../output/look.js';
import type { CommandSpec, Given } from '../spec/command-spec.js';
import { ACT_OPTIONS } from '../spec/shared-options.js';
import type { ApiAnswer, ApiCall } from '../api/api.js';
import type { Session } from '../session/session.js';

type Head = Pick<CommandSpec, 'words' | 'does'> & Partial<CommandSpec>;

/** Marks an answer that waits for a second person. */
const ACCEPTED = 202;

/**
 * A command that changes something without a preview of its own: it asks for a reason and whether
 * it is meant, sends one call under an idempotency key, and shows the answer.
 */
export function acting({
  call,
  body = [],
  query = [],
  text = factsText,
  bodyOf,
  ...head
}: Head & {
  /** `POST /v1/…/{id}/…`; its `{names}` are the arguments. */
  readonly call: string;
  /** Options that go into the body under their own name. */
  readonly body?: readonly string[];
  readonly query?: readonly string[];
  readonly bodyOf?: (given: Given, session: Session) => Promise<object> | object;
  readonly text?: (value: never, look: Look) => string;
}): CommandSpec {
  const [method = '', path = ''] = call.split(' ');
  return {
    ...head,
    calls: [call, ...(head.calls ?? [])],
    options: [...(head.options ?? []), ...ACT_OPTIONS],
    run: async (given, session) => {
      const { options } = given;
      const named = Object.fromEntries(body.map((name) => [name, options[name]]));
      const made = (await bodyOf?.(given, session)) ?? {};
      const reason = await reasonOf(given, session);
      await confirm(given, session, `${head.does}.`);
      const answer = await doOnce(given, session, {
        method,
        path: fillPath(path, given.args),
        query: Object.fromEntries(query.map((name) => [name, options[name] as never])),
        body: { ...named, ...made, reason },
      });
      return showDone(answer, session, text);
    },
  };
}

/**
 * Why something is done: `--reason`, or what somebody answers.
 * @throws CliError CLI_USAGE when it is missing and nobody can be asked
 */
export async function reasonOf({ options }: Given, session: Session): Promise<string> {
  const given = typeof options['reason'] === 'string' ? options['reason'].trim() : '';
  if (given !== '') return given;
  if (!session.isInteractive) {
    throw usage('A reason is needed, and nobody can be asked.', "Add --reason 'why you do it'.");
  }
  const answered = await session.ask('Why? It goes into the audit log: ');
  if (answered === '') throw usage('Without a reason nothing is done.');
  return answered;
}

/**
 * Whether it is meant: `--yes`, or the answer to a question.
 * @throws CliError CLI_NOT_CONFIRMED when it is not, CLI_USAGE when nobody can be asked
 */
export async function confirm({ options }: Given, session: Session, what: string): Promise<void> {
  if (options['yes'] === true) return;
  if (!session.isInteractive) {
    throw usage(
      'Nobody can be asked whether this is meant.',
      'Add --yes, or look first: --dry-run.',
    );
  }
  session.output.note(what);
  const answer = await session.ask('Do it? [y/N] ');
  if (/^y(es)?$/i.test(answer)) return;
  throw new CliError('Nothing was done.', { code: 'CLI_NOT_CONFIRMED' });
}

/** One call under a key of its own, which is printed: the same line again does nothing twice. */
export async function doOnce(
  { options }: Given,
  session: Session,
  call: ApiCall,
): Promise<ApiAnswer> {
  const given = options['idempotencyKey'];
  const idempotencyKey = typeof given === 'string' ? given : randomUUID();
  if (given === undefined) {
    session.output.note(session.output.errLook.paint('dim', `--idempotency-key ${idempotencyKey}`));
  }
  return session.api.send({ ...call, idempotencyKey });
}

/** What came of an act; one that waits for a second person is not done. */
export function showDone(
  { status, body }: ApiAnswer,
  session: Session,
  text: (value: never, look: Look) => string = factsText,
): number {
  session.output.result(body, (look) =>
    (status === ACCEPTED ? factsText : text)(body as never, look),
  );
  return status === ACCEPTED ? tellApproval(body as Approval, session) : EXIT.done;
}

interface Approval {
  readonly id: string;
  readonly state: string;
  readonly expiresAt: string;
}

/** What is to be done about it, or what became of it: the same line again finds it by its key. */
export function tellApproval({ id, state, expiresAt }: Approval, session: Session): number {
  switch (state) {
    case 'open':
    case 'confirming':
      session.output.note(
        `A second person has to confirm it until ${expiresAt}: conductor approval confirm ${id}`,
      );
      return EXIT.running;
    case 'confirmed':
      session.output.note(`The approval ${id} is confirmed: it was done.`);
      return EXIT.done;
    default:
      session.output.note(
        `The approval ${id} is ${state}: nothing was done. To ask again, use another key.`,
      );
      return EXIT.conflict;
  }
}
