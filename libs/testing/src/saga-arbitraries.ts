import fc from 'fast-check';
import type { Direction, JsonValue, OperatorAction, ReplyOutcome } from '#saga-core';

/**
 * Random definitions and random schedules. A schedule names commands by a number that is taken
 * modulo the commands sent so far, so that every schedule fits every saga and shrinks well.
 */
export type ScheduleEntry =
  | {
      readonly type: 'reply';
      /** Which of the commands sent so far it answers, the latest first. */
      readonly command: number;
      readonly outcome: ReplyOutcome;
    }
  /** A reply that names an attempt, an iteration or a direction nobody sent. */
  | {
      readonly type: 'forged';
      readonly step: number;
      readonly direction: Direction;
      readonly attempt: number;
      readonly iteration: number;
      readonly outcome: ReplyOutcome;
    }
  /** To the next timer, `lateMs` after it was due. */
  | { readonly type: 'timer'; readonly lateMs: number; readonly isUnsent: boolean }
  /** A timer that fires although nothing is due. */
  | { readonly type: 'stale-timer' }
  | { readonly type: 'resend' }
  /** Signals with the same name and id are one. */
  | { readonly type: 'signal'; readonly name: string; readonly id: number }
  | { readonly type: 'operator'; readonly action: number; readonly step: number };

const SIGNALS = ['yes', 'no'] as const;

const error = fc.constantFrom(
  { code: 'BROKEN', message: 'broken' },
  { code: 'FINAL', message: 'listed as not retryable' },
);

export const outcomes: fc.Arbitrary<ReplyOutcome> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      type: fc.constant('succeeded' as const),
      output: fc.constantFrom<JsonValue>({ id: 1 }, null, { result: 'nothing-to-undo' }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('refused' as const), error }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('errored' as const), error }) },
);

export const schedules: fc.Arbitrary<readonly ScheduleEntry[]> = fc.array(
  fc.oneof(
    {
      weight: 12,
      arbitrary: fc.record({
        type: fc.constant('reply' as const),
        command: fc.oneof(
          { weight: 3, arbitrary: fc.nat(1) },
          { weight: 1, arbitrary: fc.nat(20) },
        ),
        outcome: outcomes,
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        type: fc.constant('forged' as const),
        step: fc.nat(20),
        direction: fc.constantFrom<Direction>('execute', 'compensate', 'inquire'),
        attempt: fc.integer({ min: -1, max: 9 }),
        iteration: fc.integer({ min: 0, max: 2 }),
        outcome: outcomes,
      }),
    },
    {
      weight: 4,
      arbitrary: fc.record({
        type: fc.constant('timer' as const),
        lateMs: fc.constantFrom(0, 1, 100_000),
        isUnsent: fc.boolean(),
      }),
    },
    { weight: 1, arbitrary: fc.constant({ type: 'stale-timer' as const }) },
    { weight: 1, arbitrary: fc.constant({ type: 'resend' as const }) },
    {
      weight: 2,
      arbitrary: fc.record({
        type: fc.constant('signal' as const),
        name: fc.constantFrom(...SIGNALS, 'unknown'),
        id: fc.nat(4),
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        type: fc.constant('operator' as const),
        action: fc.nat(20),
        step: fc.nat(20),
      }),
    },
  ),
  { maxLength: 60, size: 'max' },
);

/** The `index`-th of all actions an operator has, on this step. */
export function operatorActionOn(step: string, index: number): OperatorAction {
  const actions: readonly OperatorAction[] = [
    { name: 'retry' },
    { name: 'retry', step },
    { name: 'retry', step, input: { edited: true } },
    { name: 'skip', step, output: { skipped: true } },
    { name: 'compensate' },
    { name: 'compensate', toStep: step },
    { name: 'cancel' },
    { name: 'settle', step, result: 'succeeded' },
    { name: 'settle', step, result: 'undone' },
    { name: 'abandon' },
  ];
  return actions[index % actions.length] ?? { name: 'cancel' };
}

interface Shape {
  readonly before: readonly StepShape[];
  readonly hasPivot: boolean;
  readonly past: readonly StepShape[];
  readonly hasDeadline: boolean;
  readonly pivotAttempts: number;
}

interface StepShape {
  readonly does: Does;
  /** Bit i: comes after the i-th step of its part. */
  readonly afterBits: number;
  readonly hasCompensation: boolean;
  /** What its `when` gives; null: it has none; `broken`: it cannot be evaluated. */
  readonly runs: boolean | null | 'broken';
  readonly attempts: number;
}

type Does =
  | { readonly type: 'command' }
  | { readonly type: 'wait'; readonly signal: string; readonly onTimeout: 'fail' | 'continue' }
  /** `broken`: what it maps to is no instant. */
  | { readonly type: 'delay'; readonly delay: '10s' | 'past' | 'broken' };

const does: fc.Arbitrary<Does> = fc.oneof(
  { weight: 6, arbitrary: fc.constant({ type: 'command' as const }) },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('wait' as const),
      signal: fc.constantFrom(...SIGNALS),
      onTimeout: fc.constantFrom('fail' as const, 'continue' as const),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('delay' as const),
      delay: fc.constantFrom('10s' as const, '10s' as const, 'past' as const, 'broken' as const),
    }),
  },
);

const stepShape: fc.Arbitrary<StepShape> = fc.record({
  does,
  afterBits: fc.nat(255),
  hasCompensation: fc.constantFrom(true, true, true, false),
  runs: fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom(null, null, true, false) },
    { weight: 1, arbitrary: fc.constant('broken' as const) },
  ),
  attempts: fc.integer({ min: 1, max: 3 }),
});

export interface RandomDefinition {
  readonly document: object;
  readonly input: Readonly<Record<string, boolean>>;
  /** All its expressions can be evaluated with this input. */
  readonly isSound: boolean;
}

/** Documents that the validator accepts, with the input that decides their conditions. */
export const definitionDocuments: fc.Arbitrary<RandomDefinition> = fc
  .record<Shape>({
    before: fc.array(stepShape, { minLength: 1, maxLength: 5 }),
    hasPivot: fc.boolean(),
    past: fc.array(stepShape, { maxLength: 3 }),
    hasDeadline: fc.boolean(),
    pivotAttempts: fc.integer({ min: 1, max: 3 }),
  })
  .map((shape) => ({
    document: documentOf(shape),
    input: inputOf(shape),
    isSound: [...shape.before, ...shape.past].every(isSound),
  }));

function isSound({ runs, does }: StepShape): boolean {
  return runs !== 'broken' && !(does.type === 'delay' && does.delay === 'broken');
}

function documentOf(shape: Shape): object {
  const before = shape.before.map((step, index) => ({
    ...commonOf(step, `before${index}`),
    after: afterOf(step, index, 'before'),
    ...(step.does.type === 'command' ? { compensation: compensationOf(step) } : {}),
  }));
  const named = new Set(before.flatMap((step) => step.after));
  const sinks = before.map((step) => step.name).filter((name) => !named.has(name));
  const pivot = {
    name: 'pivot',
    command: 'part.pivot',
    kind: 'pivot',
    after: sinks,
    retry: retryOf(shape.pivotAttempts),
  };
  const past = shape.past.map((step, index) => {
    const after = afterOf(step, index, 'past');
    const common = commonOf(step, `past${index}`);
    return { ...common, kind: 'retryable', after: after.length === 0 ? ['pivot'] : after };
  });
  return {
    name: 'random',
    ...(shape.hasDeadline ? { deadline: '5m' } : {}),
    steps: shape.hasPivot ? [...before, pivot, ...past] : before,
  };
}

function commonOf(step: StepShape, name: string) {
  return {
    name,
    ...actionOf(step, name),
    ...(step.runs === null
      ? {}
      : { when: `\${input.${step.runs === 'broken' ? 'nothing' : name}}` }),
  };
}

function actionOf({ does: action, attempts }: StepShape, name: string) {
  switch (action.type) {
    case 'command': {
      const input = { who: name, given: '${input}' };
      return { command: 'part.act', input, retry: retryOf(attempts) };
    }
    case 'wait':
      return { wait: { signal: action.signal, timeout: '1m', onTimeout: action.onTimeout } };
    case 'delay':
      return { delay: DELAYS[action.delay] };
  }
}

const DELAYS = { '10s': '10s', past: '${"2020-01-01T00:00:00Z"}', broken: '${saga.id}' };

function compensationOf(step: StepShape) {
  return step.hasCompensation
    ? { command: 'part.undo', retry: retryOf(step.attempts) }
    : ('none' as const);
}

function retryOf(maxAttempts: number) {
  return { maxAttempts, initialInterval: '1s', nonRetryable: ['FINAL'] };
}

function afterOf(step: StepShape, index: number, prefix: string): string[] {
  return Array.from({ length: index }, (_, earlier) => earlier)
    .filter((earlier) => (step.afterBits >> earlier) & 1)
    .map((earlier) => `${prefix}${earlier}`);
}

function inputOf(shape: Shape): Record<string, boolean> {
  const flags = (prefix: string, steps: readonly StepShape[]) =>
    steps.map((step, index) => [`${prefix}${index}`, step.runs !== false] as const);
  return Object.fromEntries([...flags('before', shape.before), ...flags('past', shape.past)]);
}
