/** Why a saga cannot continue under another version of its definition. */
export interface MigrationReason {
  /** Stable, for machines. */
  readonly code: MigrationReasonCode;
  /** The step concerned; left out: the saga as a whole. */
  readonly step?: string;
  /** For people. */
  readonly detail: string;
}

export type MigrationReasonCode =
  | 'SAGA_ENDED'
  /** A step that failed is being undone, so that it can be caught. */
  | 'STEP_BEING_CAUGHT'
  /** The saga is compensating, or is being rewound. */
  | 'SAGA_COMPENSATING'
  /** The definition has another name. */
  | 'OTHER_DEFINITION'
  | 'SAME_VERSION'
  /** A routing slip carries the steps of its own version, and cannot begin in mid-saga. */
  | 'ROUTING_SLIP'
  /** A child saga would get a pivot, but its parent relies on being able to undo it. */
  | 'CHILD_PIVOT'
  /** The saga's input does not fit the new `inputSchema`. */
  | 'INPUT_DOES_NOT_FIT'
  /** What a step gave does not fit its new `payloadSchema`. */
  | 'OUTPUT_DOES_NOT_FIT'
  /** A signal that is kept does not fit the new `payloadSchema` of a step that will wait for it. */
  | 'SIGNAL_DOES_NOT_FIT'
  /** A step that has begun, or began before a rewind, is not in the new version. */
  | 'STEP_MISSING'
  /** A step that has begun would send another command, or wait for something else. */
  | 'STEP_ACTION_CHANGED'
  | 'STEP_KIND_CHANGED'
  /** The pivot has begun, and the new version has another kind for that step. */
  | 'PIVOT_CHANGED'
  | 'STEP_LOOP_CHANGED'
  | 'STEP_COMPENSATION_CHANGED'
  /** A step waits for an event, and its key cannot be evaluated by the new version. */
  | 'EVENT_KEY_INVALID'
  /** A step has begun, and the new version wants another one done before it. */
  | 'STEP_OUT_OF_ORDER';
