import type { Mapping, Condition, Scope } from '#expressions';
import type { JsonValue } from '#protocol';

/**
 * A saga definition made ready to run: durations in milliseconds, defaults filled in, `after`
 * resolved, expressions compiled. `compileDefinition` makes it from the posted document; it never
 * changes afterwards.
 */
export interface SagaDefinition {
  readonly name: string;
  /** 1, 2, 3, …: given by the server when the document is stored. */
  readonly version: number;
  readonly mode: SagaMode;
  /** Longest time from the start to the pivot; null: none. */
  readonly deadlineMs: number | null;
  /** In the order of the document. */
  readonly steps: readonly StepDefinition[];
  readonly stepByName: ReadonlyMap<string, StepDefinition>;
  /** Held from start to end, so that no two sagas work on the same thing at once. */
  readonly locks: readonly LockDefinition[];
  /** A step of it waits for an event of a service. */
  readonly awaitsEvents: boolean;
  /** How long an event that came before a saga waits for it is kept. */
  readonly eventTtlMs: number;
  /** Starts a saga for an event of a service; null: nothing does. */
  readonly trigger: Trigger | null;
  /** Life-cycle events of its sagas carry the saga's input. */
  readonly tellsInput: boolean;
  /** JSON Pointers into input, key and outputs of steps: what viewers do not see of its sagas. */
  readonly sensitive: readonly string[];
  /** The step after which there is no way back; null: the definition has none. */
  readonly pivot: StepDefinition | null;
  /** Evaluated when the saga completes. */
  readonly output: Mapping;
  /** What is wrong with a saga's input by `inputSchema`; empty: nothing. */
  readonly checkInput: (input: JsonValue) => readonly InputFault[];
  /** What is valid, and probably not meant. Empty for a stored definition: it is not looked for. */
  readonly warnings: readonly DefinitionWarning[];
}

/** `routing-slip`: participants forward the command for the next step, or a compensation. */
export type SagaMode = 'orchestration' | 'routing-slip';

/** Not wrong, and probably not meant. `path` is a JSON Pointer, `rule` is stable. */
export interface DefinitionWarning {
  readonly path: string;
  readonly rule: string;
  readonly message: string;
}

export interface InputFault {
  /** JSON Pointer into the input, `""` for the whole of it. */
  readonly path: string;
  readonly message: string;
}

export interface LockDefinition {
  /** Gives a text: sagas for which it is the same take turns. */
  readonly key: Mapping;
  /** `wait`: in order of arrival. */
  readonly onBusy: 'wait' | 'reject';
  /** Longest wait. */
  readonly timeoutMs: number;
}

export interface Trigger {
  /** `order.placed` */
  readonly event: string;
  /** Gives a text: one saga for each. The event's data is its only variable. */
  readonly key: Mapping;
  readonly input: Mapping;
}

/**
 * `compensatable`: comes before the pivot and can be undone. `pivot`: the point of no return.
 * `retryable`: comes after the pivot and is repeated until it succeeds.
 */
export type StepKind = 'compensatable' | 'pivot' | 'retryable';

export type StepDefinition =
  CommandStep | WaitStep | EventStep | DelayStep | PublishStep | FailStep | EndStep;

export interface StepPlace {
  readonly name: string;
  readonly kind: StepKind;
  /** Names of the steps that must have succeeded, or been skipped, first. */
  readonly after: readonly string[];
  /** Names of all steps that come after this one, however many steps away. */
  readonly dependents: readonly string[];
  /** Names of steps without whose success this one is skipped. */
  readonly required: readonly string[];
  /** null: always runs. */
  readonly when: Condition | null;
  /** Codes of failures that do not take the saga back; null: every failure does. */
  readonly catches: 'any' | readonly string[] | null;
}

/** Has a participant, or a child saga, do something. */
export interface CommandStep extends StepPlace {
  readonly type: 'command';
  /** null: a participant does it. */
  readonly child: ChildDefinition | null;
  /** First segment of `command`. */
  readonly participant: string;
  /** `<participant>.<command>`, the pattern of the message. */
  readonly command: string;
  /** null: it is sent once. */
  readonly loop: Loop | null;
  /** Set for one iteration of a loop, which is a step of its own: where it belongs. */
  readonly iterationOf: {
    readonly step: string;
    readonly index: number;
    readonly loop: Loop['type'];
  } | null;
  readonly input: Mapping;
  readonly timeoutMs: number;
  readonly retry: RetryPolicy;
  /** null: there is nothing to undo (`"none"`, or the step cannot be undone). */
  readonly compensation: CompensationDefinition | null;
  /** Its inputs as a routing slip carries them; null: it goes on none. */
  readonly slip: SlipMappings | null;
}

export interface SlipMappings {
  readonly input: SlipMapping;
  /** null: the step's own data is sent again. */
  readonly compensation: SlipMapping | null;
}

/** @throws ExpressionError when an expression cannot be evaluated, or an output lacks a path. */
export type SlipMapping = (scope: Scope) => SlipData;

/** A command's data but for what is not known yet. */
export interface SlipData {
  /** With null wherever something is to be filled in. */
  readonly data: JsonValue;
  readonly fill: readonly SlipFill[];
}

/** Into `data` at the keys `at` (none: all of it) goes the output of `step` at `path`. */
export interface SlipFill {
  readonly at: readonly string[];
  readonly step: string;
  readonly path: readonly string[];
}

/** What a child saga is started as. */
export interface ChildDefinition {
  readonly definition: string;
  /** null: the latest one when it is started. */
  readonly version: number | null;
}

export type Loop =
  /** Once for each item of a list, so many at a time; the output is the list of outputs. */
  | { readonly type: 'forEach'; readonly items: Mapping; readonly maxParallel: number }
  /** Again after the interval, until the condition holds of the latest round. */
  | {
      readonly type: 'repeat';
      readonly until: Condition;
      readonly intervalMs: number;
      readonly maxIterations: number;
      /** Whether its output is the list of all outputs, and not the latest one. */
      readonly collects: boolean;
      /** Names of the signals that the condition asks for. */
      readonly signals: readonly string[];
    };

/** A time in ms, or a mapping that gives a duration, or the instant at which it is over. */
export type Period = number | Mapping;

/** Waits for a signal, whose payload is its output. There is nothing to undo. */
export interface WaitStep extends StepPlace {
  readonly type: 'wait';
  readonly signal: string;
  /** For people who are asked for the signal; null: there is none. */
  readonly title: string | null;
  readonly payload: PayloadRules;
  readonly timeout: Period;
  /** `continue`: as if a signal without a payload had come. */
  readonly onTimeout: 'fail' | 'continue';
}

/** What the payload of a signal has to be. */
export interface PayloadRules {
  /** undefined: anything is allowed. */
  readonly schema: JsonValue | undefined;
  /** What is wrong with a payload; empty: nothing. */
  readonly check: (payload: JsonValue) => readonly InputFault[];
}

/** Waits for an event of a service, whose data is its output. There is nothing to undo. */
export interface EventStep extends StepPlace {
  readonly type: 'event';
  /** `payment.settled` */
  readonly event: string;
  /** Gives a text: the saga waits for events with this key. */
  readonly key: Mapping;
  /** Gives an event's key; the event's data is its only variable. */
  readonly eventKey: Mapping;
  /** Which of the events with the key are taken; the event's data is a variable. null: any. */
  readonly where: Condition | null;
  readonly timeout: Period;
  /** `continue`: as if an event without data had come. */
  readonly onTimeout: 'fail' | 'continue';
}

/** Lets time pass. There is nothing to undo. */
export interface DelayStep extends StepPlace {
  readonly type: 'delay';
  readonly delay: Period;
}

/** Publishes an event on the events exchange, as a service would. */
export interface PublishStep extends StepPlace {
  readonly type: 'publish';
  /** `order.priced` */
  readonly event: string;
  readonly data: Mapping;
  /** The event that takes it back; null: there is nothing to undo. */
  readonly compensation: PublishCompensation | null;
}

export interface PublishCompensation {
  readonly event: string;
  /** null: the data of the event that it takes back. */
  readonly data: Mapping | null;
}

/** Takes the saga back, because its data says so. It has no effect, so there is nothing to undo. */
export interface FailStep extends StepPlace {
  readonly type: 'fail';
  /** The code of the saga's error. */
  readonly code: string;
  /** Gives the message of the saga's error; null: there is none but the code. */
  readonly message: Mapping | null;
}

/** Completes the saga: steps that have not begun are skipped. There is nothing to undo. */
export interface EndStep extends StepPlace {
  readonly type: 'end';
  /** The saga's output, in the place of the definition's. */
  readonly output: Mapping;
}

export interface CompensationDefinition {
  readonly command: string;
  /** null: the step's own data is sent again. */
  readonly input: Mapping | null;
  readonly timeoutMs: number;
  readonly retry: RetryPolicy;
}

export interface RetryPolicy {
  /** Attempts allowed in all, the first one included. */
  readonly maxAttempts: number;
  readonly initialIntervalMs: number;
  readonly backoffCoefficient: number;
  readonly maxIntervalMs: number;
  readonly jitter: 'full' | 'none';
  /** Error codes after which no further attempt is made. */
  readonly nonRetryable: readonly string[];
}
