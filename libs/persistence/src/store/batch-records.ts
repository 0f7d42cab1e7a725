import { Waiting, type SagaState } from '#engine';
import type { BatchWrites, IgnoredReply, RememberedWork, SentMessages } from '#ports';
import { textArray } from '../sql/text-array.js';
import { changesText } from '../changes/changes-text.js';
import type { OutboxRecords } from './outbox-records.js';
import { summaryOf } from './saga-summary.js';
import { storable } from './storable-text.js';

/**
 * The parameters of the statement that writes a batch. A field of a record that is null is left
 * out: it is read as null all the same, and most fields of most records are.
 */
export function batchParameters(
  writes: RememberedWork['writes'],
  options: {
    readonly leaseMs: number;
    readonly sent: SentMessages;
    readonly outbox: OutboxRecords;
    /** It was not read under a lock. */
    readonly isRemembered: boolean;
  },
): unknown[] {
  const { history } = writes;
  const updates = updatesInOrder(writes.updates);
  const { sent, outbox } = options;
  const { batch, alone } = outbox;
  const starts = startsInKeyOrder(writes.starts);
  return [
    JSON.stringify(updates.map((update) => updateRecord(update, options.isRemembered))),
    textArray(updates.map(({ state }) => JSON.stringify(state))),
    JSON.stringify(starts.map(startRecord)),
    textArray(starts.map(({ state }) => JSON.stringify(state))),
    JSON.stringify(history.map(historyRecord)),
    textArray(history.map(({ input, events }) => JSON.stringify({ input, events }))),
    JSON.stringify(alone.map(messageRecord)),
    textArray(alone.map(({ document }) => document)),
    options.leaseMs,
    textArray(sent.messageIds),
    updates.length,
    starts.length,
    batch?.id ?? null,
    batch && textArray(batch.entries.map(({ message }) => message.messageId)),
    batch && batch.entries.map(({ document }) => document).join('\n'),
    sent.batchIds,
    changesText(history),
  ];
}

/** The further parameters of a batch whose starts are confirmed. */
export function resolvedParameters(resolved: RememberedWork['resolved']): unknown[] {
  return [
    resolved.map(({ wanted }) => wanted.name),
    resolved.map(({ wanted }) => wanted.version),
    resolved.map(({ version }) => version),
  ];
}

/** Each identity once, in the order in which all transactions lock them. */
export function ignoredRecords(replies: readonly IgnoredReply[]): unknown[] {
  const byIdentity = new Map<string, { times: number; saga_id: string }>();
  for (const { sagaId, ...reply } of replies) {
    const { step, iteration, direction, attempt, outcome, reason } = reply;
    const identity = [sagaId, step, iteration, direction, attempt, outcome, reason].join('/');
    const known = byIdentity.get(identity);
    if (known) known.times++;
    else byIdentity.set(identity, { ...reply, saga_id: sagaId, times: 1 });
  }
  return [...byIdentity].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, record]) => record);
}

/** As transactions lock sagas: what is written from memory takes its locks only here. */
function updatesInOrder(updates: BatchWrites['updates']): BatchWrites['updates'] {
  if (updates.length < 2) return updates;
  return updates.toSorted((a, b) => (a.state.id < b.state.id ? -1 : 1));
}

/** Two batches with the same keys wait for each other in one direction only. */
function startsInKeyOrder(starts: BatchWrites['starts']): BatchWrites['starts'] {
  if (starts.length < 2) return starts;
  const keyOf = (start: (typeof starts)[number]): string => start.idempotencyKey ?? '';
  return starts.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : keyOf(a) > keyOf(b) ? 1 : 0));
}

function updateRecord(
  { state, versionBefore, wakeAt }: BatchWrites['updates'][number],
  isRemembered: boolean,
) {
  // somebody may have set an earlier one since; a saga that has ended has none
  const keeps_wake = isRemembered && state.endedAt === null;
  return {
    version_before: versionBefore,
    wake_at: wakeAt ?? undefined,
    keeps_wake,
    ...stateRecord(state),
  };
}

function startRecord({
  state,
  wakeAt,
  idempotencyKey,
  fingerprint,
}: BatchWrites['starts'][number]) {
  return {
    definition_name: state.definition.name,
    key: state.key ?? undefined,
    idempotency_key: idempotencyKey ?? undefined,
    fingerprint: fingerprint ?? undefined,
    parent_id: state.parent?.sagaId,
    parent_step: state.parent?.step,
    parent_iteration: state.parent?.iteration,
    wake_at: wakeAt ?? undefined,
    ...stateRecord(state),
  };
}

/** The columns that say what the state says, for lists and filters. */
function stateRecord(state: SagaState) {
  const summary = summaryOf(state);
  return {
    id: state.id,
    definition_version: state.definition.version,
    version: state.version,
    status: state.status,
    active_steps: Waiting.activeNames(state),
    summary,
    waiting: summary.waiting === '' ? undefined : summary.waiting,
    error_code: shown(state.error?.code),
    error_message: shown(state.error?.message),
    updated_at: state.updatedAt,
    ended_at: state.endedAt ?? undefined,
  };
}

/** Characters of an error's text in lists; the state keeps the whole text. */
const ERROR_CHARS_MAX = 1000;

function shown(text: string | undefined): string | undefined {
  return text === undefined ? undefined : storable(text.slice(0, ERROR_CHARS_MAX));
}

function historyRecord({ sagaId, version, at }: BatchWrites['history'][number]) {
  return { saga_id: sagaId, version, at };
}

function messageRecord({ message }: OutboxRecords['alone'][number]) {
  return { message_id: message.messageId, saga_id: message.sagaId };
}
