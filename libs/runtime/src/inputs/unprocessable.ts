import type { DeadMessageReason } from '#contracts';

/** The part of a dead message that says which saga's input made its batch fail, and how. */
export function unprocessable(sagaId: string, cause: unknown) {
  const detail = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
  return { reason: 'UNPROCESSABLE' satisfies DeadMessageReason, detail, sagaId } as const;
}
