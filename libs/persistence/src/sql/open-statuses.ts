import type { SagaStatus } from '#engine';

/** A saga that has not ended has one of these. */
export const OPEN_STATUSES = ['running', 'compensating', 'stuck'] as const satisfies SagaStatus[];

/** `status in (…)`, as literals, so that the planner can use the index of open sagas. */
export const IS_OPEN = `status in (${OPEN_STATUSES.map((each) => `'${each}'`).join(', ')})`;

/**
 * The code of what an open saga waits for. null: it is executing, or has ended. `no-consumer`,
 * `outbox` and `child` are told apart when somebody asks.
 */
export const WAITING_CODE = 'saga.waiting';
