import { useRef } from 'react';
import { ApiProblem } from '../api/problem';

interface ActKey<Sent> {
  /** As the header `Idempotency-Key`. */
  readonly current: () => string;
  /** What is sent: what was sent before, while nobody knows whether that was done. */
  readonly once: (make: () => Sent) => Sent;
  /**
   * What is sent after a refusal was corrected, and is another act. Where there was no answer it is
   * the same, which must not be done twice.
   */
  readonly onError: (error: Error) => void;
  /** What comes is another act. */
  readonly renew: () => void;
}

/** The key of an act that is done once, however often it is sent. */
export function useActKey<Sent>(): ActKey<Sent> {
  const key = useRef(crypto.randomUUID());
  const sent = useRef<{ readonly what: Sent } | null>(null);
  const renew = (): void => {
    key.current = crypto.randomUUID();
    sent.current = null;
  };
  return {
    current: () => key.current,
    once: (make) => (sent.current ??= { what: make() }).what,
    onError: (error) => {
      if (!isUnknown(error) && !wasDone(error)) renew();
    },
    renew,
  };
}

/** Nobody knows whether it was done. */
export function isUnknown(error: Error | null): boolean {
  if (error === null) return false;
  return !(error instanceof ApiProblem) || error.isUnknown;
}

const DONE: readonly string[] = ['ACT_DONE', 'IDEMPOTENCY_KEY_REUSED'];

/** It was done when it was sent before. */
export function wasDone(error: Error | null): boolean {
  return error instanceof ApiProblem && DONE.includes(error.code);
}
