/**
 * The error codes that the conductor itself gives to a saga or a step, each with its meaning and
 * the remedy; docs/CODES.md is generated from this table. Participants have codes of their own.
 */
export const SAGA_ERRORS = {
  TIMEOUT: [
    'No reply came within the timeout of the step. Whether the command had an effect is unknown',
    'Look whether the participant is up and takes its commands; the saga goes on by itself',
  ],
  LAST_VALUE_UNKNOWN: [
    'A service answered with a stream whose values came to several replicas',
    'Nothing: the attempt is repeated. Better: let the handler give one value',
  ],
  DEADLINE_EXCEEDED: ['The deadline of the saga passed', 'Nothing: the saga was taken back'],
  SIGNAL_TIMEOUT: [
    'No signal came within the timeout of the wait step',
    'Find out why its sender did not send it',
  ],
  EVENT_TIMEOUT: [
    'No event with the key came within the timeout of the wait step',
    'Find out why its service did not publish it, or whether `key`, `eventKey` and `where` fit',
  ],
  EVENT_KEY_INVALID: [
    'The `key` or the `eventKey` of a wait gave no text, an empty or a too long one',
    'Mend the expression, the input or the event',
  ],
  FENCED: [
    'The step was compensated or given up before it began: it has no effect',
    'Nothing: this is how a late command is kept from acting',
  ],
  EXPRESSION_FAILED: [
    'An expression met values that it was not made for',
    'Read the message, mend the definition, and migrate the saga or start it again',
  ],
  MAPPED_VALUE_TOO_LARGE: [
    'What an expression gives is larger than a command may be, or more than the saga may keep',
    'Send references instead of contents',
  ],
  MAPPED_VALUE_TOO_DEEP: ['What an expression gives is nested too deeply', 'Flatten the data'],
  OUTPUTS_TOO_LARGE: [
    'The outputs of the steps are more than a saga may keep',
    'Let participants give references instead of contents',
  ],
  BUDGET_EXCEEDED: [
    'The saga and its descendants have used up what one root saga may have',
    'Split the work over several root sagas',
  ],
  REPEAT_EXHAUSTED: [
    'The loop came to its last iteration and its condition did not hold',
    'Raise maxIterations, or find out why the condition is never true',
  ],
  FOR_EACH_NO_LIST: ['The items of a forEach are no list', 'Mend the expression or the input'],
  FOR_EACH_TOO_LONG: ['A forEach has more than 1,000 items', 'Split the list over several sagas'],
  DELAY_INVALID: [
    'The expression of a delay gave neither a duration nor an instant within 365 days',
    'Mend the expression or the input',
  ],
  WAIT_TIMEOUT_INVALID: [
    'The expression of a wait’s timeout gave neither a duration nor an instant within 365 days',
    'Mend the expression or the input',
  ],
  LOCK_KEY_INVALID: [
    'The expression of a lock gave no text, an empty or a too long one',
    'Mend the expression or the input',
  ],
  LOCK_BUSY: ['Another saga holds the lock', 'Start it again when that saga has ended'],
  LOCK_TIMEOUT: ['The lock was not to be had in time', 'Look who holds it: GET /v1/admin/locks'],
  CHILD_TOO_DEEP: ['Child sagas would nest too deeply', 'Call fewer levels of sagas'],
  CHILD_DEFINITION_UNKNOWN: ['The definition of the child saga does not exist', 'Post it'],
  CHILD_DEFINITION_RETIRED: [
    'The definition of the child saga takes no new sagas',
    'Post a version that does',
  ],
  CHILD_INPUT_INVALID: [
    'The input of the child saga does not fit its inputSchema',
    'Mend the step’s input, or the schema',
  ],
  CHILD_COMPENSATED: ['The child saga was taken back', 'Look at the error of the child'],
  CHILD_ABANDONED: [
    'An operator abandoned the child saga: nobody knows what it left behind',
    'Look at what it left behind, then settle or skip the step',
  ],
  CHILD_PAST_PIVOT: [
    'The child saga is past its point of no return and cannot be undone',
    'Undo by hand what it did, then settle the step',
  ],
  SETTLED_UNDONE: ['An operator settled the step as not done', 'Nothing: the saga goes back'],
  TRIGGER_KEY_INVALID: [
    'The key of a trigger gave no text, an empty or a too long one: the event starts no saga',
    'Mend the trigger; the event is a dead message, TRIGGER_FAILED',
  ],
  UNKNOWN: ['No error was recorded', 'Look at the history of the saga'],
  STUCK: ['A step has no attempts left', 'Look at the step, then retry, settle or skip it'],
} as const satisfies Record<string, readonly [means: string, todo: string]>;
