import type { Direction, SagaStatus, StepState } from '#engine';
import { membersOf } from './fields.js';

/** What the engine has words for, as the document lists them. */

export const SAGA_STATUSES = membersOf<SagaStatus>({
  running: true,
  compensating: true,
  stuck: true,
  completed: true,
  compensated: true,
  abandoned: true,
});

export const STEP_STATUSES = membersOf<StepState['status']>({
  pending: true,
  skipped: true,
  executing: true,
  inquiring: true,
  succeeded: true,
  refused: true,
  failed: true,
  caught: true,
  waiting: true,
  iterating: true,
  compensating: true,
  compensated: true,
  stuck: true,
});

export const DIRECTIONS = membersOf<Direction>({ execute: true, compensate: true, inquire: true });
