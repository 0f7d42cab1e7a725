/**
 * Something with this name exists on the broker with different properties. Starting must fail,
 * because it could never work.
 */
export class TopologyMismatchError extends Error {
  readonly code = 'TOPOLOGY_MISMATCH';
  constructor(
    readonly kind: 'exchange' | 'queue',
    readonly resource: string,
    options?: { cause: unknown },
  ) {
    const reason = options?.cause instanceof Error ? `: ${options.cause.message}` : '';
    super(`the ${kind} ${resource} exists with other properties${reason}`, options);
  }
}

/** The account may not declare it. It may exist all the same. */
export class AccessRefusedError extends Error {
  readonly code = 'ACCESS_REFUSED';
  constructor(
    readonly kind: 'exchange' | 'queue',
    readonly resource: string,
    options: { cause: Error },
  ) {
    super(`the account may not declare the ${kind} ${resource}: ${options.cause.message}`, options);
  }
}

/** AMQP's reply codes of errors that close a channel. */
export const REPLY_CODE = {
  accessRefused: 403,
  notFound: 404,
  resourceLocked: 405,
  preconditionFailed: 406,
} as const;

/** The AMQP reply code of an error. */
export function amqpCodeOf(error: unknown): unknown {
  return error instanceof Error ? Reflect.get(error, 'code') : undefined;
}

/**
 * Only queues of the bus's topology can be consumed or inspected: only these exist again after a
 * reconnect.
 */
export class QueueNotDeclaredError extends Error {
  readonly code = 'QUEUE_NOT_DECLARED';
  constructor(readonly queue: string) {
    super(`the queue ${queue} was not declared on this bus`);
  }
}

/** Somebody else deleted it; the next connection declares it again. */
export class QueueMissingError extends Error {
  readonly code = 'QUEUE_MISSING';
  constructor(readonly queue: string) {
    super(`the queue ${queue} is gone from the broker`);
  }
}

/** The broker cannot be asked at the moment. */
export class BusDisconnectedError extends Error {
  readonly code = 'BUS_DISCONNECTED';
  constructor() {
    super('the bus is not connected to its broker');
  }
}

/** The call would wait for ever for a connection that was never opened. */
export class BusNotOpenedError extends Error {
  readonly code = 'BUS_NOT_OPENED';
  constructor() {
    super('the bus was never opened: call open() before anything else');
  }
}

export class BusClosedError extends Error {
  readonly code = 'BUS_CLOSED';
  constructor() {
    super('the bus was closed');
  }
}

/** The AMQP client library was replaced by a version whose input cannot be guarded. */
export class ClientLibraryChangedError extends Error {
  readonly code = 'AMQP_CLIENT_CHANGED';
  constructor() {
    super('this version of amqplib reads frames in another way: install 0.10 or 2');
  }
}
