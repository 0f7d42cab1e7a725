import {
  type CommandStep,
  type SlipData,
  type StepDefinition,
  nestingOf,
  evaluate,
} from '#definition';
import { JSON_DEPTH_MAX, type JsonValue } from '#protocol';
import type { Command, Slip, SlipStation, SlipUndo } from '../state/decision.js';
import { messageIdOf, settingsOf } from '../transition/commands.js';
import type { Draft } from '../transition/draft.js';
import { type SagaState, stepOf } from '../state/saga-state.js';
import { isResolved, mayHaveHappened } from '../state/step-rules.js';

/*
 * The routing slip that a command carries: the following steps, and the ones behind it.
 * routing-slip.ts has the rules that go with it.
 */

/** Limit of a slip as JSON text; the conductor sends the steps that do not fit itself. */
const SLIP_CHARS_MAX = 64 * 1024;
/** The share of the steps behind; the following steps get the rest. */
const BACK_CHARS_MAX = SLIP_CHARS_MAX / 4;
/** Limit of the entries of the slip's lists, because a message nests 32 levels deep. */
const ITEM_DEPTH_MAX = JSON_DEPTH_MAX - 3;

/** The command with its slip, unless that is empty. */
export function withSlip(draft: Draft, step: CommandStep, command: Command): Command {
  if (command.direction === 'inquire') return command;
  const back = step.kind === 'retryable' ? [] : backOf(draft, step);
  const isForward = command.direction === 'execute';
  const slip = isForward ? forwardSlip(draft, step, command, back) : null;
  const made = slip ?? { next: [], back, undo: null };
  const isEmpty = made.next.length === 0 && made.back.length === 0;
  return isEmpty || !fits(made, command.data) ? command : { ...command, slip: made };
}

/** null: the slip cannot be forwarded, because it could not be sent back. */
function forwardSlip(
  draft: Draft,
  step: CommandStep,
  command: Command,
  back: readonly SlipUndo[],
): Slip | null {
  const { steps } = draft.definition;
  const undo = step.compensation === null ? null : undoOf(draft, step, command.data);
  if (undo !== null && 'error' in undo) return null;
  const next: SlipStation[] = [];
  let chars = charsOf({ back, undo, data: command.data });
  for (const following of steps.slice(indexOf(steps, step) + 1)) {
    const station = stationOf(draft, following);
    chars += station === null ? 0 : charsOf(station);
    if (station === null || chars > SLIP_CHARS_MAX || isTooDeep(station)) break;
    next.push(station);
  }
  return { next, back, undo };
}

function fits(slip: Slip, data: JsonValue): boolean {
  return charsOf({ slip, data }) <= SLIP_CHARS_MAX * 1.1 && !isTooDeep(slip.undo);
}

function charsOf(part: object): number {
  return JSON.stringify(part).length;
}

function isTooDeep(part: SlipStation | SlipUndo | null): boolean {
  return nestingOf(part as unknown as JsonValue) > ITEM_DEPTH_MAX;
}

function stationOf(draft: Draft, step: StepDefinition): SlipStation | null {
  const { state, scope } = draft;
  if (step.type !== 'command' || step.slip === null) return null;
  const { slip, compensation } = step;
  const current = stepOf(state, step.name);
  if (current.status !== 'pending') return null;
  const input = mapped(() => slip.input(scope));
  const ownUndo = slip.compensation;
  const undoInput = ownUndo === null ? null : mapped(() => ownUndo(scope));
  if (input === null || (ownUndo !== null && undoInput === null)) return null;
  return {
    ...addressOf(state, step, 'execute'),
    ...input,
    isPastPivot: step.kind === 'retryable',
    undo: compensation && { ...addressOf(state, step, 'compensate'), input: undoInput },
  };
}

function mapped(map: () => SlipData): SlipData | null {
  const fill: SlipData['fill'][] = [];
  const data = evaluate(() => {
    const made = map();
    fill.push(made.fill);
    return made.data;
  });
  return 'error' in data ? null : { data: data.data, fill: fill.flat() };
}

/**
 * The compensations of the steps before this one, newest first, as far as they are known and fit.
 * Where the list ends, the conductor continues with the compensations.
 */
function backOf(draft: Draft, step: CommandStep): readonly SlipUndo[] {
  const { definition, state } = draft;
  const back: SlipUndo[] = [];
  let chars = 0;
  for (const earlier of definition.steps.slice(0, indexOf(definition.steps, step)).reverse()) {
    if (earlier.type !== 'command' || earlier.compensation === null) continue;
    const current = stepOf(state, earlier.name);
    if (!mayHaveHappened(current) || isResolved(state, earlier)) continue;
    const undo = current.status === 'succeeded' ? undoOf(draft, earlier, current.data) : null;
    if (undo === null || 'error' in undo) break;
    chars += charsOf(undo);
    if (chars > BACK_CHARS_MAX || isTooDeep(undo)) break;
    back.push(undo);
  }
  return back;
}

function undoOf(draft: Draft, step: CommandStep, data: JsonValue): SlipUndo | { error: object } {
  const { state, scope } = draft;
  const map = step.compensation?.input;
  const input = map ? evaluate(() => map(scope)) : { data };
  if ('error' in input) return input;
  const firstIssuedAt = stepOf(state, step.name).issuedAt ?? draft.at;
  return { ...addressOf(state, step, 'compensate'), data: input.data, firstIssuedAt };
}

function addressOf(state: SagaState, step: CommandStep, direction: 'execute' | 'compensate') {
  const { iteration, attempts } = stepOf(state, step.name);
  const attempt = attempts[direction] + 1;
  const { command, timeoutMs } = settingsOf(step, direction);
  return {
    step: step.name,
    iteration,
    attempt,
    participant: step.participant,
    command,
    timeoutMs,
    messageId: messageIdOf(state, step, { direction, attempt }),
  };
}

/** The position of the step in its definition. */
export function indexOf(
  steps: readonly StepDefinition[],
  { name }: { readonly name: string },
): number {
  return steps.findIndex((step) => step.name === name);
}
