import fc from 'fast-check';
import type { Direction, OperatorAction, ReplyOutcome } from '#engine';
import type { JsonValue } from '#protocol';

/**
 * Random schedules. A schedule names commands by a number that is taken
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
  /** An event of a service comes, and is kept; `own`: with the saga's key. The same id is one. */
  | {
      readonly type: 'event';
      readonly id: number;
      readonly key: 'own' | 'another' | 'none';
    }
  | { readonly type: 'operator'; readonly action: number; readonly step: number };

/** What random definitions wait for. */
export const SIGNALS = ['yes', 'no'] as const;

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
      weight: 4,
      arbitrary: fc.record({
        type: fc.constant('event' as const),
        id: fc.nat(6),
        key: fc.constantFrom('own', 'own', 'own', 'another', 'none'),
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
