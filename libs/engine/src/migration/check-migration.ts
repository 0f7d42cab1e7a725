import { rulesOf } from '../steps/step-types.js';
import type { CommandStep, EventStep, SagaDefinition, StepDefinition } from '#definition';
import { keyOfWait } from './event-keys.js';
import { stepOf, type SagaState, type StepState } from '../state/saga-state.js';
import type { MigrationReason, MigrationReasonCode } from './migration-reason.js';
import { payloadReasons } from './payload-reasons.js';
import { isDone } from '../state/step-rules.js';

export type MigrationCheck =
  | { readonly fits: true }
  /** The first 20 reasons at most. */
  | { readonly fits: false; readonly reasons: readonly MigrationReason[] };

/** A definition may have 200 steps; nobody reads more reasons than this. */
const REASONS_MAX = 20;

/**
 * Checks whether the saga's history would also be valid under `to`, so that the saga can continue
 * under it. `from` is the saga's current version.
 *
 * Steps that have begun must keep their action and their compensation. Timeouts, retry policies and
 * the inputs of commands not yet sent may change. It follows that no compensatable step comes after
 * a passed pivot: `to` is valid, its pivot is the same one, and every step before it is done.
 */
export function checkMigration(
  state: SagaState,
  from: SagaDefinition,
  to: SagaDefinition,
): MigrationCheck {
  const closed = reasonOfSaga(state, to) ?? reasonOfMode(from, to);
  const reasons =
    closed === null ? [...inputReasons(state, to), ...pivotReasons(state, from, to)] : [closed];
  if (closed === null) {
    for (const step of from.steps) reasons.push(...stepReasons(state, step, to));
    reasons.push(...payloadReasons(state, from, to));
  }
  return reasons.length === 0
    ? { fits: true }
    : { fits: false, reasons: reasons.slice(0, REASONS_MAX) };
}

function reasonOfSaga(state: SagaState, to: SagaDefinition): MigrationReason | null {
  const { name, version } = state.definition;
  if (name !== to.name) {
    return { code: 'OTHER_DEFINITION', detail: `the saga follows ${name}, not ${to.name}` };
  }
  if (version === to.version) {
    return { code: 'SAME_VERSION', detail: `the saga already follows version ${version}` };
  }
  if (state.endedAt !== null) {
    return { code: 'SAGA_ENDED', detail: `the saga is ${state.status}` };
  }
  if (state.abort === null) return null;
  return {
    code: 'SAGA_COMPENSATING',
    detail: 'the saga is going back, and must undo by its own version',
  };
}

function reasonOfMode(from: SagaDefinition, to: SagaDefinition): MigrationReason | null {
  const slip = [from, to].find(({ mode }) => mode === 'routing-slip');
  if (slip === undefined) return null;
  return { code: 'ROUTING_SLIP', detail: `version ${slip.version} is a routing slip` };
}

/** New steps may rely on everything the new schema guarantees. */
function* inputReasons(state: SagaState, to: SagaDefinition): Iterable<MigrationReason> {
  const [fault] = to.checkInput(state.input);
  if (fault === undefined) return;
  const detail = `the saga's input${fault.path} does not fit: ${fault.message}`;
  yield { code: 'INPUT_DOES_NOT_FIT', detail };
}

/** The parent was checked against the child version it started, and knows only that pivot. */
function* pivotReasons(
  { parent }: SagaState,
  from: SagaDefinition,
  to: SagaDefinition,
): Iterable<MigrationReason> {
  if (!parent || from.pivot !== null || to.pivot === null) return;
  const step = to.pivot.name;
  const detail = `saga ${parent.sagaId} has it as a child, and could not undo it past ${step}`;
  yield { code: 'CHILD_PIVOT', step, detail };
}

function* stepReasons(
  state: SagaState,
  step: StepDefinition,
  to: SagaDefinition,
): Iterable<MigrationReason> {
  const { name } = step;
  const current = stepOf(state, name);
  const next = to.stepByName.get(name);
  if (isBeingCaught(state, name)) {
    const detail = `${name} has failed and is being undone, to be caught by its own version`;
    yield { code: 'STEP_BEING_CAUGHT', step: name, detail };
  }
  if (next === undefined) {
    if (isUntouched(current)) return;
    const was = current.status === 'pending' ? 'was undone once, and keeps its keys' : 'has begun';
    const detail = `${name} ${was}, and version ${to.version} has no such step`;
    yield { code: 'STEP_MISSING', step: name, detail };
  } else if (current.status !== 'pending') {
    yield* changeReasons(step, next);
    if (current.status === 'waiting' && next.type === 'event') yield* keyReasons(state, next);
    for (const before of next.after) {
      if (isDoneIn(state, before)) continue;
      const detail = `${name} is ${current.status}, and ${before}, to come first, is not done`;
      yield { code: 'STEP_OUT_OF_ORDER', step: name, detail };
    }
  }
}

/** The step, or an item of its loop, has failed and is not undone yet. */
function isBeingCaught({ steps }: SagaState, name: string): boolean {
  const items = Object.keys(steps).filter((each) => each.startsWith(`${name}[`));
  return [name, ...items].some((each) => steps[each]?.catching !== undefined);
}

function* keyReasons(state: SagaState, next: EventStep): Iterable<MigrationReason> {
  const named = keyOfWait(state, next);
  if (!('error' in named)) return;
  const detail = `${next.name} waits for an event, and has no key: ${named.error.message}`;
  yield { code: 'EVENT_KEY_INVALID', step: next.name, detail };
}

/** No idempotency key of the step was ever used, so a later version may add the step again. */
function isUntouched({ status, iteration }: StepState): boolean {
  return status === 'pending' && iteration === 0;
}

/** False for a step that the state does not have yet. */
function isDoneIn({ steps }: SagaState, name: string): boolean {
  const step = steps[name];
  return step !== undefined && isDone(step);
}

function* changeReasons(old: StepDefinition, next: StepDefinition): Iterable<MigrationReason> {
  const { name: step } = old;
  const reason = (code: MigrationReasonCode, was: string, is: string): MigrationReason => ({
    code,
    step,
    detail: `${step} has begun: it was ${was}, and would be ${is}`,
  });
  if (actionOf(old) !== actionOf(next)) {
    yield reason('STEP_ACTION_CHANGED', actionOf(old), actionOf(next));
  }
  if (old.kind !== next.kind) {
    const code = old.kind === 'pivot' ? 'PIVOT_CHANGED' : 'STEP_KIND_CHANGED';
    yield reason(code, old.kind, next.kind);
  }
  if (old.type !== next.type) return;
  if (old.type === 'command' && next.type === 'command' && loopOf(old) !== loopOf(next)) {
    yield reason('STEP_LOOP_CHANGED', loopOf(old), loopOf(next));
  }
  const [undoneBy, wouldBeBy] = [compensationOf(old), compensationOf(next)];
  if (undoneBy !== wouldBeBy) yield reason('STEP_COMPENSATION_CHANGED', undoneBy, wouldBeBy);
}

function actionOf(step: StepDefinition): string {
  return rulesOf(step).describe(step);
}

function loopOf({ loop }: CommandStep): string {
  if (loop === null) return 'sent once';
  return loop.type === 'repeat' && loop.collects ? 'a repeat that collects' : `a ${loop.type}`;
}

function compensationOf(step: StepDefinition): string {
  return `undone by ${rulesOf(step).undo?.describe(step) ?? 'nothing'}`;
}
