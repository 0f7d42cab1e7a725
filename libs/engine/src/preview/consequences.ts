import type { SagaDefinition } from '#definition';
import type { JsonValue } from '#protocol';
import type { Command, Decision, Notice, Slip, SlipUndo } from '../state/decision.js';
import type { OperatorAction, OperatorInput } from '../state/saga-input.js';
import type { SagaState, SagaStatus } from '../state/saga-state.js';
import type { Pause } from '../pausing/pauses.js';
import { heldPart, releasedPart } from './held-back.js';
import { timerChanges, type TimerChanges } from './timers.js';
import { undoLost, type LostUndo } from './undo-lost.js';

type Transition = Extract<Decision, { readonly type: 'transition' }>;

/** What an operator's action leads to at once. */
export interface Consequences extends TimerChanges {
  readonly sagaId: string;
  readonly action: OperatorAction;
  /** In ms since the epoch. */
  readonly at: number;
  readonly statusBefore: SagaStatus;
  readonly statusAfter: SagaStatus;
  readonly directionAfter: 'forward' | 'backward';
  /** In the order in which they leave. */
  readonly commands: readonly Command[];
  readonly notices: readonly Notice[];
  /** What would go out too, if no pause held it. */
  readonly held: { readonly commands: readonly Command[]; readonly notices: readonly Notice[] };
  /** Keys. The next saga that waits for one of them has it. */
  readonly locksGivenBack: readonly string[];
  readonly undoLost: readonly LostUndo[];
}

/** An action that can be done. */
export interface Foreseen {
  readonly type: 'transition';
  readonly consequences: Consequences;
  /** That records the action, and the one right after it. One after the other, on one state. */
  readonly done: readonly Transition[];
  /** What follows once no pause holds the saga any more; null: they hold nothing that is due. */
  readonly held: Transition | null;
}

export interface ActedOn {
  readonly definition: SagaDefinition;
  readonly state: SagaState;
  /** Those that may cover a part of the saga. */
  readonly pauses: readonly Pause[];
}

/** `decision`: what the action leads to on the saga as it is. */
export function foreseenOf(
  { definition, state: before, pauses }: ActedOn,
  { action, at, target = definition }: OperatorInput,
  decision: Transition,
): Foreseen {
  const around = { definition: target, pauses, at };
  const released = releasedPart(
    { definition, state: before },
    { ...around, state: decision.state },
  );
  const done = released === null ? [decision] : [decision, released];
  const { state: after } = released ?? decision;
  const held = heldPart({ ...around, state: after });
  const moments = [
    { definition, state: before },
    { definition: target, state: after },
  ] as const;
  const consequences = {
    sagaId: before.id,
    action,
    at,
    statusBefore: before.status,
    statusAfter: decision.state.status,
    directionAfter: after.abort === null ? ('forward' as const) : ('backward' as const),
    commands: done.flatMap(({ commands }) => commands),
    notices: done.flatMap(({ notices }) => notices),
    held: { commands: held?.commands ?? [], notices: held?.notices ?? [] },
    locksGivenBack: locksGivenBack(before, after),
    undoLost: undoLost(...moments, decision.events),
    ...timerChanges({ definition, state: before, pauses, at }, { ...around, state: after }),
  };
  return { type: 'transition', consequences, done, held };
}

/**
 * An operator takes a lock away that a saga has left behind with its end. The saga itself cannot
 * change any more.
 */
export function lockLeftBehind(
  { id: sagaId, status, abort }: SagaState,
  action: Extract<OperatorAction, { readonly name: 'release-lock' }>,
  at: number,
): Consequences {
  return {
    ...{ sagaId, action, at, statusBefore: status, statusAfter: status },
    directionAfter: abort === null ? 'forward' : 'backward',
    ...{ commands: [], notices: [], held: { commands: [], notices: [] }, undoLost: [] },
    locksGivenBack: [action.key],
    ...{ timersSet: [], timersCleared: [], timersStopped: [], timersGoingOn: [] },
  };
}

/** Held before, and not after; a saga that ends gives up its place in a line too. */
function locksGivenBack(before: SagaState, after: SagaState): readonly string[] {
  const kept = after.endedAt === null ? after.locks : [];
  const keys = new Set(kept.filter(({ status }) => status !== 'released').map(({ key }) => key));
  const had = before.locks.filter(({ status }) => status !== 'released');
  return had.map(({ key }) => key).filter((key) => !keys.has(key));
}

/**
 * What of it does not change by itself: two are equal whenever the action would do the same thing,
 * though time has passed. Instants are left out, and the ids and numbers that follow from them.
 */
export function lastingPart(consequences: Consequences): JsonValue {
  const { sagaId, action, statusAfter, directionAfter } = consequences;
  return {
    sagaId,
    action: action as unknown as JsonValue,
    statusAfter,
    directionAfter,
    commands: consequences.commands.map(lastingOfCommand),
    notices: consequences.notices.map(lastingOfNotice),
    ...lastingOfPauses(consequences),
    locksGivenBack: consequences.locksGivenBack,
    undoLost: consequences.undoLost as unknown as JsonValue,
  };
}

/** Nothing where no pause is: the hash is then that of a release that did not know them. */
function lastingOfPauses({
  held,
  timersStopped,
  timersGoingOn,
}: Consequences): Readonly<Record<string, JsonValue>> {
  const [stopped, goingOn] = [timersStopped, timersGoingOn].map((timers) =>
    timers.map(({ what, step }) => ({ what, step })),
  );
  const all = {
    held: held.commands.map(lastingOfCommand),
    heldNotices: held.notices.map(lastingOfNotice),
    timersStopped: stopped ?? [],
    timersGoingOn: goingOn ?? [],
  };
  return Object.fromEntries(Object.entries(all).filter(([, list]) => list.length > 0));
}

function lastingOfCommand(command: Command): JsonValue {
  const { step, iteration, direction, attempt, participant, data, timeoutMs = null } = command;
  const { child = null, slip = null, fencing = [] } = command;
  return {
    ...{ step, iteration, direction, attempt, participant, command: command.command, data },
    timeoutMs,
    child: child && { definition: child.definition, version: child.version, key: child.key },
    slip: slip && lastingOfSlip(slip),
    fencing: fencing as unknown as JsonValue,
  };
}

function lastingOfSlip({ next, back, undo }: Slip): JsonValue {
  const own = undo && lastingOfUndo(undo);
  return { next: next as unknown as JsonValue, back: back.map(lastingOfUndo), undo: own };
}

function lastingOfUndo({ firstIssuedAt: _, ...undo }: SlipUndo): JsonValue {
  return undo as unknown as JsonValue;
}

function lastingOfNotice(notice: Notice): JsonValue {
  if (notice.type === 'child-report') {
    const { type, to, outcome } = notice;
    const { sagaId, step, iteration, direction } = to;
    const parent = { sagaId, step, iteration, direction };
    return { type, to: parent, outcome: outcome as unknown as JsonValue };
  }
  const { type, event, data } = notice;
  return { type, event, data: type === 'published' ? data : withoutInstant(data) };
}

/** A life-cycle event says when it happened, and since when the saga waits. */
function withoutInstant(data: JsonValue): JsonValue {
  const { at: _at, waiting: _waiting, ...lasting } = data as Readonly<Record<string, JsonValue>>;
  return lasting;
}
