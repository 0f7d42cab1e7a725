import type { Direction } from './saga-state.js';

export interface AttemptIdentity {
  readonly sagaId: string;
  readonly step: string;
  readonly iteration: number;
  readonly direction: Direction;
  readonly attempt: number;
}

/** The same for every attempt of a step's iteration, and for all directions. */
export function idempotencyKey(of: Omit<AttemptIdentity, 'direction' | 'attempt'>): string {
  return `${of.sagaId}/${of.step}/${of.iteration}`;
}

/** An event that a step publishes once in an iteration, and the one that takes it back. */
export function publishedId(
  of: Omit<AttemptIdentity, 'direction' | 'attempt'>,
  direction: 'execute' | 'compensate',
): string {
  return `${idempotencyKey(of)}/${direction === 'execute' ? 'publish' : 'unpublish'}`;
}

/** One attempt has one id, however often it is published. It begins with the saga's id. */
export function messageId(of: AttemptIdentity): string {
  return `${idempotencyKey(of)}/${of.direction}/${of.attempt}`;
}
