import type { CommandStep, SlipData, StepDefinition } from '../definition/saga-definition.js';
import type { JsonValue } from '../json.js';
import type { Command, Slip, SlipStation, SlipUndo } from './decision.js';
import { type Draft, messageIdOf, settingsOf } from './draft.js';
import { depthOf, evaluate } from './evaluate.js';
import type { ReplyInput } from './saga-input.js';
import { type Direction, type Inquiry, type SagaState, stepOf } from './saga-state.js';
import { isDone, isOnSlip, isPivotPassed, isResolved, mayHaveHappened } from './step-rules.js';

/*
 * A saga whose definition is a routing slip (docs/decisions/0012). A command carries the steps that
 * follow, and those behind it. A participant that has done its part passes the command for the next
 * one on by itself, and says so in its reply (`passedOn`). Here such a command is recorded as
 * issued, and not sent: from then on it has a timer and attempts like any other, and when they pass
 * the conductor sends it itself. What follows a slip's step may have happened unheard of, so the
 * way back begins with asking: forward from the first step that is not known to be done, until one
 * is fenced.
 */

/** Stations and data as JSON text: what does not fit is sent step by step. */
const SLIP_CHARS_MAX = 64 * 1024;
/** Of what is behind; the rest is for what follows. */
const BACK_CHARS_MAX = SLIP_CHARS_MAX / 4;
/** Of what is in the slip's lists: a message nests 32 levels deep. */
const ITEM_DEPTH_MAX = 29;

/** A command that a participant sends, or sent, without the conductor. */
export interface PassedOn {
  readonly step: string;
  readonly direction: Direction;
}

/** Which command goes on by itself after this reply, if its participant passed the slip on. */
export function passedOnBy(draft: Draft, reply: ReplyInput): PassedOn | null {
  const { steps } = draft.definition;
  const index = steps.findIndex(({ name }) => name === reply.step);
  if (reply.passedOn !== true || index === -1) return null;
  const isForward = reply.direction === 'execute' && reply.outcome.type === 'succeeded';
  const next = isForward
    ? steps[index + 1]
    : steps.slice(0, index).findLast((step) => step.does === 'command' && step.compensation);
  return next ? { step: next.name, direction: isForward ? 'execute' : 'compensate' } : null;
}

/** What the event of an issued command says besides; of an ordinary definition nothing. */
export function slipFactsOf(
  draft: Draft,
  step: CommandStep,
  direction: Direction,
): { readonly passedOn?: true; readonly firstIssuedAt?: number } {
  if (!isOnSlip(draft)) return {};
  const { definition, state, passedOn } = draft;
  const isPassedOn = passedOn?.step === step.name && passedOn.direction === direction;
  // a participant may have begun with it as soon as the slip had left
  const previous = definition.steps[indexOf(definition.steps, step) - 1];
  const since = previous ? stepOf(state, previous.name).issuedAt : null;
  return {
    ...(isPassedOn ? { passedOn: true } : {}),
    ...(since === null || direction !== 'execute' ? {} : { firstIssuedAt: since }),
  };
}

/** The first step that is not done; null: all are. */
export function frontOf({ definition, state }: Draft): StepDefinition | null {
  return definition.steps.find(({ name }) => !isDone(stepOf(state, name))) ?? null;
}

/** Why the step before the front was asked about, if somebody wants the way back. */
export function wishAtFront(draft: Draft): Inquiry['because'] | null {
  const { definition, state } = draft;
  if (!isOnSlip(draft) || isPivotPassed(definition, state)) return null;
  const front = frontOf(draft);
  const index = front === null ? definition.steps.length : definition.steps.indexOf(front);
  const previous = definition.steps[index - 1];
  const because = previous ? stepOf(state, previous.name).inquiry?.because : undefined;
  return because !== undefined && isWish(because) ? because : null;
}

export function isWish(because: Inquiry['because']): boolean {
  return !NOBODYS_WISH.has(because);
}

const NOBODYS_WISH = new Set<Inquiry['because']>(['attempts-used-up', 'unheard', 'edited-input']);

/**
 * A step whose input cannot be made here, and could by its participants: a person settled one
 * before it, whose true output only they have seen. It may have happened unheard of.
 */
export function isUnheard(draft: Draft, step: CommandStep): boolean {
  if (!isOnSlip(draft) || step.kind === 'retryable') return false;
  const { definition, state } = draft;
  const earlier = definition.steps.slice(0, indexOf(definition.steps, step));
  return earlier.some(({ name }) => {
    const { status, output } = stepOf(state, name);
    return status === 'succeeded' && output === null;
  });
}

/** The command with its slip, where it has one that is not empty. */
export function withSlip(draft: Draft, step: CommandStep, command: Command): Command {
  if (!isOnSlip(draft) || command.direction === 'inquire') return command;
  const back = step.kind === 'retryable' ? [] : backOf(draft, step);
  const isForward = command.direction === 'execute';
  const slip = isForward ? forwardSlip(draft, step, command, back) : null;
  const made = slip ?? { next: [], back, undo: null };
  const isEmpty = made.next.length === 0 && made.back.length === 0;
  return isEmpty || !fits(made, command.data) ? command : { ...command, slip: made };
}

/** null: nothing can be passed on, for it could not be passed back. */
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
  return depthOf(part as unknown as JsonValue) > ITEM_DEPTH_MAX;
}

function stationOf(draft: Draft, step: StepDefinition): SlipStation | null {
  const { state, scope } = draft;
  if (step.does !== 'command' || step.slip === null) return null;
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
 * What is to be undone before this step, the newest first: as far as it is known and fits. Where
 * the list ends, the conductor goes on with the way back.
 */
function backOf(draft: Draft, step: CommandStep): readonly SlipUndo[] {
  const { definition, state } = draft;
  const back: SlipUndo[] = [];
  let chars = 0;
  for (const earlier of definition.steps.slice(0, indexOf(definition.steps, step)).reverse()) {
    if (earlier.does !== 'command' || earlier.compensation === null) continue;
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
    ...{ step: step.name, iteration, attempt, participant: step.participant, command, timeoutMs },
    messageId: messageIdOf(state, step, { direction, attempt }),
  };
}

function indexOf(steps: readonly StepDefinition[], { name }: { readonly name: string }): number {
  return steps.findIndex((step) => step.name === name);
}
