import { isObject, type JsonValue } from '#protocol';
import { type ParsedCommand, type ReplyError, type ReplyOutcome } from '#contracts';
import { validate as isUuid, version as uuidVersion } from 'uuid';
import { fingerprintOf } from '../inbox/fingerprint.js';
import { failureOf, HandlerFailedError } from '../errors/handler-failure.js';
import { outputOf } from './handler-output.js';
import type { Claim, Inbox, InboxRow } from '../inbox/inbox.js';

/*
 * The duties of a participant, all within one transaction that the caller begins and commits. After
 * a throw the caller undoes all that the command wrote, its inbox row too; a returned answer is
 * committed, then sent.
 */

export interface CommandTransaction {
  /**
   * Runs `work` in a savepoint, within `limitMs`, so that what a refused handler wrote, or a
   * statement that failed, can be rolled back while the refusal is stored in the same transaction.
   *
   * @throws HandlerFailedError
   */
  callHandler<Result>(
    work: (signal: AbortSignal) => Promise<Result>,
    limitMs: number,
  ): Promise<Result>;
}

export interface HandlerCall {
  /**
   * Calls the handler for the command's pattern. `executed`: the output of the action to be undone.
   */
  call(signal: AbortSignal, executed?: JsonValue): Promise<unknown>;
  readonly limitMs: number;
}

export interface AgeLimits {
  readonly retentionDays: number;
  readonly commandMaxAgeDays: number;
}

/** The answer is sent, but not stored. */
export class UnstoredAnswer extends Error {
  readonly code = 'UNSTORED_ANSWER';
  constructor(readonly outcome: ReplyOutcome) {
    super(`answered ${outcome.type}, nothing stored`);
  }
}

/** A command, and all that its answer depends on. */
export interface Asked {
  readonly transaction: CommandTransaction;
  readonly inbox: Inbox;
  readonly command: ParsedCommand;
  readonly handler: HandlerCall;
  readonly limits: AgeLimits;
}

export async function answerCommand(asked: Asked): Promise<ReplyOutcome> {
  switch (asked.command.direction) {
    case 'execute':
      return execute(asked);
    case 'compensate':
      return compensate(asked);
    case 'inquire':
      return inquire(asked);
  }
}

/** The row with which a command begins, if its key is not known. */
export function claimOf({ idempotencyKey, pattern, direction, data }: ParsedCommand): Claim {
  const claim = { idempotencyKey, command: pattern };
  switch (direction) {
    case 'execute':
      return { ...claim, outcome: 'executing', actionFingerprint: fingerprintOf(pattern, data) };
    case 'compensate':
      return { ...claim, outcome: 'fenced', compensationFingerprint: fingerprintOf(pattern, data) };
    case 'inquire':
      return { ...claim, outcome: 'fenced' };
  }
}

async function execute(asked: Asked): Promise<ReplyOutcome> {
  const { transaction, inbox, command, handler, limits } = asked;
  const { idempotencyKey, pattern } = command;
  const row = await inbox.claim(claimOf(command));
  if (row) {
    const fingerprint = fingerprintOf(pattern, command.data);
    return isSame(row.actionFingerprint, fingerprint) ? storedAnswer(row) : KEY_REUSED;
  }
  if (daysSince(command.issuedAt) > limits.commandMaxAgeDays) {
    return refuseForAge(asked);
  }
  // an earlier attempt, or slip, may have been applied and its row deleted since
  const mayHaveBeenHere = command.attempt > 1 || command.slip !== null;
  if (mayHaveBeenHere && !remembers(command, limits)) return storeNothing(INBOX_EXPIRED);
  try {
    const output = await outputOfHandler(transaction, handler);
    await inbox.storeSuccess(idempotencyKey, output);
    return { type: 'succeeded', output };
  } catch (error) {
    const refusal = refusalOf(error);
    if (!refusal) throw error;
    await inbox.storeRefusal(idempotencyKey, refusal);
    return { type: 'refused', error: refusal };
  }
}

async function compensate(asked: Asked): Promise<ReplyOutcome> {
  const { transaction, inbox, command, handler, limits } = asked;
  const { idempotencyKey, pattern } = command;
  const fingerprint = fingerprintOf(pattern, command.data);
  const row = await inbox.claim(claimOf(command));
  if (!row) return remembers(command, limits) ? NOTHING_TO_UNDO : storeNothing(INBOX_EXPIRED);
  if (!isSame(row.compensationFingerprint, fingerprint)) return KEY_REUSED;
  switch (row.outcome) {
    case 'executing':
      return UNFINISHED;
    case 'undone':
      return undone(row.compensationOutput);
    case 'refused':
    case 'fenced':
      await inbox.storeCompensation(idempotencyKey, { outcome: 'fenced', fingerprint });
      return NOTHING_TO_UNDO;
    case 'succeeded':
      break;
  }
  try {
    const output = await outputOfHandler(transaction, handler, row.output);
    await inbox.storeCompensation(idempotencyKey, {
      outcome: 'undone',
      fingerprint,
      output,
    });
    return undone(output);
  } catch (error) {
    const refusal = refusalOf(error);
    if (!refusal) throw error;
    // Not stored: the action stays done, and a later attempt may undo it.
    return { type: 'refused', error: refusal };
  }
}

async function inquire({ inbox, command, limits }: Asked): Promise<ReplyOutcome> {
  const row = await inbox.claim(claimOf(command));
  if (row) return storedAnswer(row);
  return remembers(command, limits) ? FENCED : storeNothing(INBOX_EXPIRED);
}

async function outputOfHandler(
  transaction: CommandTransaction,
  handler: HandlerCall,
  executed?: JsonValue,
): Promise<JsonValue> {
  return transaction.callHandler(
    async (signal) => outputOf(await handler.call(signal, executed)),
    handler.limitMs,
  );
}

function storedAnswer(row: InboxRow): ReplyOutcome {
  switch (row.outcome) {
    case 'executing':
      return UNFINISHED;
    case 'succeeded':
      return { type: 'succeeded', output: row.output };
    case 'refused':
      return row.error ? { type: 'refused', error: row.error } : UNFINISHED;
    case 'fenced':
    case 'undone':
      return FENCED;
  }
}

function refusalOf(error: unknown): ReplyError | null {
  if (!(error instanceof HandlerFailedError)) return null;
  const failure = failureOf(error.cause);
  return failure.type === 'refused' ? failure.error : null;
}

/** A direction that never arrived has no fingerprint, and accepts any input. */
function isSame(known: Buffer | null, fingerprint: Buffer): boolean {
  return known === null || known.equals(fingerprint);
}

/** Stored like any refusal, except where "no row" may mean that the row was deleted. */
async function refuseForAge({ inbox, command, limits }: Asked): Promise<ReplyOutcome> {
  const error = {
    code: 'COMMAND_TOO_OLD',
    message: `the command is older than ${limits.commandMaxAgeDays} days`,
  };
  if (!remembers(command, limits)) return storeNothing({ type: 'refused', error });
  await inbox.storeRefusal(command.idempotencyKey, error);
  return { type: 'refused', error };
}

function storeNothing(outcome: ReplyOutcome): never {
  throw new UnstoredAnswer(outcome);
}

const MS_PER_DAY = 86_400_000;
/** A margin for clocks that differ, and for a purge that runs late or early. */
const MARGIN_DAYS = 1;

/**
 * Whether the row of this key would still exist, if there ever was one. A row is not older than the
 * first command of its key or, where that is not given, than its saga, whose id (a uuid v7) starts
 * with the instant of its start. An id without an instant counts as a young saga.
 */
function remembers(command: ParsedCommand, limits: AgeLimits): boolean {
  const since = command.firstIssuedAt ?? startOfSaga(command.sagaId);
  return daysSince(since) < limits.retentionDays - MARGIN_DAYS;
}

function startOfSaga(sagaId: string): number | null {
  if (!isUuid(sagaId) || uuidVersion(sagaId) !== 7) return null;
  return Number.parseInt(sagaId.replaceAll('-', '').slice(0, 12), 16);
}

function daysSince(instant: number | null): number {
  return instant === null ? 0 : (Date.now() - instant) / MS_PER_DAY;
}

function undone(output: JsonValue): ReplyOutcome {
  const own = isObject(output) ? output : {};
  return { type: 'succeeded', output: { ...own, result: 'undone' } };
}

const NOTHING_TO_UNDO: ReplyOutcome = {
  type: 'succeeded',
  output: { result: 'nothing-to-undo' },
};

const FENCED: ReplyOutcome = {
  type: 'refused',
  error: { code: 'FENCED', message: 'the step was compensated or given up: it has no effect' },
};

const KEY_REUSED: ReplyOutcome = {
  type: 'refused',
  error: { code: 'KEY_REUSED', message: 'the idempotency key is known with another input' },
};

const INBOX_EXPIRED: ReplyOutcome = {
  type: 'errored',
  error: {
    code: 'INBOX_EXPIRED',
    message: 'it began before what the inbox remembers: a person has to see what was done',
  },
};

/** Only a handler that ends the transaction itself leaves such a row. */
const UNFINISHED: ReplyOutcome = {
  type: 'errored',
  error: { code: 'INBOX_ROW_UNFINISHED', message: 'the inbox row has no outcome' },
};
