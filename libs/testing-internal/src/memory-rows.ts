import { TERMINAL_STATUSES, type SagaState } from '#engine';
import {
  StoreContentionError,
  type AuditEntry,
  type BatchWork,
  type BatchWrites,
  type DeadMessage,
  type DoneAction,
  type PartialReplies,
} from '#ports';

interface Row {
  readonly status: string;
}

/** A completed child may be undone. */
export function isReopened({ status }: Row, { parent, status: next }: SagaState): boolean {
  return status === 'completed' && parent !== null && next !== 'completed' && next !== 'abandoned';
}

export function isEnded({ status }: Row): boolean {
  return TERMINAL_STATUSES.has(status as SagaState['status']);
}

export function partialRepliesIn(
  messages: Iterable<DeadMessage>,
  { sagaId, correlationId, except, limit }: PartialReplies,
): readonly Buffer[] {
  const found = [...messages].filter(
    ({ reason, sagaId: of, sha256, properties }) =>
      reason === 'PARTIAL_RESPONSE' &&
      of === sagaId &&
      (properties as { readonly correlationId?: unknown }).correlationId === correlationId &&
      !except.includes(sha256),
  );
  return found.slice(0, limit).map(({ body }) => body);
}

interface SagaRow {
  readonly version: number;
  readonly status: string;
}

/** Everything that can be refused, before anything is changed. */
export function checkWrites(
  writes: BatchWrites,
  sagas: ReadonlyMap<string, SagaRow>,
  audit: readonly AuditEntry[],
): void {
  for (const { state, versionBefore } of writes.updates) {
    const row = sagas.get(state.id);
    if (row?.version !== versionBefore) throw new StoreContentionError('a saga moved on');
    if (isEnded(row) && !isReopened(row, state)) {
      throw new Error(`saga ${state.id} has ended and cannot change`);
    }
  }
  for (const { idempotencyKey } of writes.audit) {
    const isTaken = audit.some((entry) => entry.idempotencyKey === idempotencyKey);
    if (idempotencyKey !== null && isTaken) throw new StoreContentionError('the key is taken');
  }
}

/** The asked-for actions that were carried out, by idempotency key. */
export function actionsIn(
  audit: readonly AuditEntry[],
  { actionKeys }: Pick<BatchWork, 'actionKeys'>,
): ReadonlyMap<string, DoneAction> {
  const actions = new Map<string, DoneAction>();
  for (const entry of audit) {
    const { idempotencyKey } = entry;
    if (idempotencyKey === null || !actionKeys.includes(idempotencyKey)) continue;
    actions.set(idempotencyKey, entry);
  }
  return actions;
}
