import type { RejectionCode } from '../state/decision.js';
import type { OperatorAction } from '../state/saga-input.js';
import { TERMINAL_STATUSES, type SagaState, type SagaStatus } from '../state/saga-state.js';
import { reject, type Action, type Rejection } from './verb.js';

/**
 * What a saga's status says to a verb. `always`: it can be done. A code: it never can, for this
 * reason. A list: it can, unless it is refused for one of these reasons.
 */
export type StatusRule = 'always' | RejectionCode | readonly RejectionCode[];

/** A verb for each status of a saga, and the forms in which it can be asked for. */
export interface VerbRow<Name extends OperatorAction['name']> {
  readonly rules: Readonly<Record<SagaStatus, StatusRule>>;
  /** The actions to offer to a person; `steps`: those that the saga has and that are shown. */
  forms(state: SagaState, steps: readonly string[]): readonly Action<Name>[];
}

type Open = Exclude<SagaStatus, 'completed' | 'compensated' | 'abandoned'>;

/** Nothing can be done with a saga that has ended. */
function whileOpen(
  open: Readonly<Record<Open, StatusRule>>,
): Readonly<Record<SagaStatus, StatusRule>> {
  return { ...open, completed: 'SAGA_ENDED', compensated: 'SAGA_ENDED', abandoned: 'SAGA_ENDED' };
}

const GOING_BACK = whileOpen({
  running: ['PIVOT_PASSED'],
  compensating: ['ALREADY_COMPENSATING'],
  stuck: ['PIVOT_PASSED', 'ALREADY_COMPENSATING'],
});

/** A step that is not open, or an output that it cannot have. */
const MISFITS = ['STEP_STATE_CONFLICT', 'SIGNAL_PAYLOAD_INVALID', 'SAGA_FULL'] as const;

/**
 * The one table of verbs and statuses. The engine refuses by it, OPERATIONS.md and the OpenAPI
 * document are made from it, and `verb-table.spec.ts` has random sagas reach each of its codes, and
 * no other. Codes that depend on the request alone are not in it: `REQUEST_CODES`.
 */
export const VERB_TABLE: { readonly [Name in OperatorAction['name']]: VerbRow<Name> } = {
  retry: {
    rules: whileOpen({
      running: 'SAGA_NOT_STUCK',
      compensating: 'SAGA_NOT_STUCK',
      stuck: ['STEP_NOT_STUCK', 'STEP_STATE_CONFLICT', 'INPUT_NOT_EDITABLE', 'SAGA_FULL'],
    }),
    forms: (_state, steps) => [{ name: 'retry' }, ...steps.map((step) => retryOf(step))],
  },
  skip: {
    rules: whileOpen({
      running: MISFITS,
      // while a part of it is rewound, another part may go on
      compensating: ['ALREADY_COMPENSATING', ...MISFITS],
      stuck: ['ALREADY_COMPENSATING', ...MISFITS],
    }),
    forms: (_state, steps) => steps.map((step) => ({ name: 'skip', step })),
  },
  settle: {
    rules: whileOpen({
      running: ['STEP_STATE_CONFLICT'],
      compensating: ['STEP_STATE_CONFLICT'],
      stuck: ['STEP_STATE_CONFLICT'],
    }),
    forms: (_state, steps) =>
      steps.flatMap((step) => [
        { name: 'settle' as const, step, result: 'succeeded' as const },
        { name: 'settle' as const, step, result: 'undone' as const },
      ]),
  },
  cancel: { rules: GOING_BACK, forms: () => [{ name: 'cancel' }] },
  compensate: {
    rules: whileOpen({
      running: ['PIVOT_PASSED', 'STEP_STATE_CONFLICT'],
      compensating: ['ALREADY_COMPENSATING'],
      stuck: ['PIVOT_PASSED', 'ALREADY_COMPENSATING', 'STEP_STATE_CONFLICT'],
    }),
    forms: ({ steps: all }, steps) => [
      { name: 'compensate' },
      ...steps
        .filter((step) => !isIteration(step) && step in all)
        .map((toStep) => ({ name: 'compensate' as const, toStep })),
    ],
  },
  'release-lock': {
    rules: whileOpen({
      running: ['LOCK_NOT_HELD'],
      compensating: ['LOCK_NOT_HELD'],
      stuck: ['LOCK_NOT_HELD'],
    }),
    forms: ({ locks }) => locks.map(({ key }) => ({ name: 'release-lock', key })),
  },
  pause: {
    rules: whileOpen({
      running: ['SAGA_PAUSED'],
      compensating: ['SAGA_PAUSED'],
      stuck: ['SAGA_PAUSED'],
    }),
    forms: () => [{ name: 'pause' }],
  },
  resume: {
    rules: whileOpen({
      running: ['SAGA_NOT_PAUSED'],
      compensating: ['SAGA_NOT_PAUSED'],
      stuck: ['SAGA_NOT_PAUSED'],
    }),
    forms: () => [{ name: 'resume' }],
  },
  abandon: {
    rules: whileOpen({ running: 'always', compensating: 'always', stuck: 'always' }),
    forms: () => [{ name: 'abandon' }],
  },
  migrate: {
    rules: whileOpen({
      running: ['DEFINITION_DOES_NOT_FIT'],
      compensating: 'DEFINITION_DOES_NOT_FIT',
      stuck: ['DEFINITION_DOES_NOT_FIT'],
    }),
    // to which version is not known here
    forms: () => [],
  },
};

/** What any verb may be refused for, whatever the status: the request names what is not there. */
export const REQUEST_CODES: readonly RejectionCode[] = ['VERSION_CONFLICT', 'STEP_UNKNOWN'];

/** Why a verb can never be done in this status; null: it can, or it depends. */
export function rejectByStatus({ status }: SagaState, name: OperatorAction['name']) {
  const rule = VERB_TABLE[name].rules[status];
  if (rule === 'always' || typeof rule !== 'string') return null;
  return reject(rule as Rejection['code'], detailOf(status, name));
}

/** Why not while it is open. */
const REASONS: Partial<Record<OperatorAction['name'], string>> = {
  retry: 'no step needs a retry',
  migrate: 'and must undo by its own version',
};

function detailOf(status: SagaStatus, name: OperatorAction['name']): string {
  const reason = TERMINAL_STATUSES.has(status) ? undefined : REASONS[name];
  return `the saga is ${status}${reason === undefined ? '' : `, ${reason}`}`;
}

function retryOf(step: string): Action<'retry'> {
  return { name: 'retry', step };
}

function isIteration(step: string): boolean {
  return step.endsWith(']');
}
