import { isObject } from '#protocol';
import { NoReply, TryAgainLater, type CommandContext } from '#participant';
import { IsOptional, ValidateBy, type ValidationOptions } from 'class-validator';
import { setTimeout as delay } from 'node:timers/promises';

/**
 * Faults on request, for demonstrations. A command's data may say, by command name, how the command
 * should fail: `{ "payment.authorize": { "mode": "fail", "times": 2 } }`.
 *
 * - `fail`: errored, as if a dependency were down; the first `times` attempts (default: all).
 * - `silent`: does nothing and does not reply; the first `times` attempts (default: all).
 * - `slow`: takes `delayMs` longer (default 1,000, at most 20,000), for `times` attempts or always.
 *
 * The conductor counts attempts for each command and direction, and continues the count after an
 * operator's retry: what fails twelve times fails twice more when ten attempts are followed by a
 * retry.
 */
export type FaultPlan = Readonly<Record<string, Fault>>;

export interface Fault {
  readonly mode: 'fail' | 'silent' | 'slow';
  readonly times?: number;
  readonly delayMs?: number;
}

const COMMANDS_MAX = 20;
const DELAY_MAX_MS = 20_000;
const DELAY_DEFAULT_MS = 1_000;

/** Call this first in a handler. @throws TryAgainLater, NoReply as the plan says. */
export async function actOutFault(
  plan: FaultPlan | null | undefined,
  context: Pick<CommandContext, 'command' | 'attempt'>,
): Promise<void> {
  if (!plan || !Object.hasOwn(plan, context.command)) return;
  const fault = plan[context.command];
  if (!fault || context.attempt > (fault.times ?? Infinity)) return;
  switch (fault.mode) {
    case 'fail':
      throw new TryAgainLater('FAULT_REQUESTED', `attempt ${context.attempt} fails on request`);
    case 'silent':
      throw new NoReply();
    case 'slow':
      await delay(fault.delayMs ?? DELAY_DEFAULT_MS);
      return;
    default:
      fault.mode satisfies never;
  }
}

/** Validates that the property is a FaultPlan. */
export function IsFaultPlan(options?: ValidationOptions): PropertyDecorator {
  const validate = (value: unknown): boolean => isFaultPlan(value);
  const message = '$property must map commands to { mode: fail | silent | slow, times?, delayMs? }';
  return ValidateBy(
    { name: 'isFaultPlan', validator: { validate, defaultMessage: () => message } },
    options,
  );
}

/** What the data of every command of the demo may have. */
export class FaultyInput {
  @IsOptional()
  @IsFaultPlan()
  faults?: FaultPlan | null;
}

function isFaultPlan(value: unknown): value is FaultPlan {
  if (!isObject(value)) return false;
  const faults = Object.values(value);
  return faults.length <= COMMANDS_MAX && faults.every(isFault);
}

function isFault(value: unknown): value is Fault {
  if (!isObject(value)) return false;
  const { mode, times, delayMs, ...unknownFields } = value;
  return (
    (mode === 'fail' || mode === 'silent' || mode === 'slow') &&
    (times === undefined || isCount(times, 1_000)) &&
    (delayMs === undefined || isCount(delayMs, DELAY_MAX_MS)) &&
    Object.keys(unknownFields).length === 0
  );
}

function isCount(value: unknown, max: number): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= max;
}
