import { TERMINAL_STATUSES, type SagaState } from '#engine';
import type { DeadMessage, PartialReplies } from '#ports';

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
