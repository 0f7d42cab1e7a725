import { ok, strictEqual } from 'node:assert/strict';
import type { EventStep, SagaDefinition } from '#definition';
import type { SagaEvent, SagaState, StepState } from '#engine';
import type { JsonValue } from '#protocol';
import type { OfferedEvent } from './kept-events.js';
import type { Taken } from './saga-run.js';

/*
 * What must hold of a random saga's waits for events, after every input. Its events carry the id of
 * the saga that they are meant for as `saga`, or that of another one, or none.
 */

/**
 * A wait has its saga's key. It takes an event that has it too, that its `where` lets through and
 * that is not too old, and the saga takes an event once; and none of that kind is passed over.
 */
export function checkEventWaits(taken: Taken, definition: SagaDefinition): void {
  const { decision, input, after } = taken;
  if (decision.type === 'transition') {
    for (const event of decision.events) checkTaken(event, taken, definition);
  }
  for (const step of definition.steps) {
    const wait = after.steps[step.name];
    if (wait?.status !== 'waiting') continue;
    strictEqual(wait.event !== undefined, step.type === 'event', `${step.name} waits for what?`);
    if (step.type === 'event') checkKey(step, wait, after);
  }
  if (input.type !== 'timer' || after.abort !== null) return;
  for (const event of input.events ?? []) checkNotPassedOver(event, taken, definition);
}

type EventTaken = Extract<SagaEvent, { readonly type: 'event-taken' }>;

function checkTaken(event: SagaEvent, { before, input, after }: Taken, to: SagaDefinition): void {
  if (event.type !== 'event-taken') return;
  const { id, step } = event;
  const wait = before?.steps[step];
  strictEqual(wait?.status, 'waiting', `${step} took ${id} and did not wait`);
  ok(!before?.takenEvents?.includes(id), `${id} was taken twice`);
  strictEqual(after.takenEvents?.filter((each) => each === id).length, 1, `${id} is forgotten`);
  const offered = offeredTo(event, input);
  ok(offered, `${step} took ${id}, which was not offered to it`);
  ok(isFor(offered, wait, { state: before ?? after, to }), `${step} took ${id} and should not`);
}

function offeredTo({ step, id }: EventTaken, input: Taken['input']): OfferedEvent | undefined {
  const offered = input.type === 'timer' ? (input.events ?? []) : [];
  return offered.find((each) => each.step === step && each.id === id);
}

function checkNotPassedOver(
  event: OfferedEvent,
  { before, after }: Taken,
  definition: SagaDefinition,
): void {
  const [was, is] = [before, after].map((state) => state?.steps[event.step]);
  if (was?.status !== 'waiting' || is?.status !== 'waiting') return;
  if (after.takenEvents?.includes(event.id)) return;
  const isMeant = isFor(event, is, { state: after, to: definition });
  ok(!isMeant, `${event.step} passed over ${event.id}`);
}

/** Whether a wait is to take it, of all that the saga has not taken yet. */
function isFor(
  { step: name, at, data }: OfferedEvent,
  wait: StepState,
  { state, to }: { readonly state: SagaState; readonly to: SagaDefinition },
): boolean {
  const step = to.stepByName.get(name);
  if (step?.type !== 'event' || wait.status !== 'waiting' || wait.event === undefined) return false;
  const isMine = (data as { readonly saga?: JsonValue }).saga === state.id;
  const isYoung = at >= wait.event.since - to.eventTtlMs;
  const scope = scopeOf(state);
  return isMine && isYoung && (step.where?.({ ...scope, variables: [data] }) ?? true) === true;
}

/** It may have begun under an earlier version, which gives the same by other words. */
function checkKey(step: EventStep, wait: StepState, state: SagaState): void {
  if (wait.status !== 'waiting' || wait.event === undefined) return;
  strictEqual(wait.event.name, step.event, `${step.name} waits for another event`);
  strictEqual(wait.event.key, step.key(scopeOf(state)), `${step.name} waits for another key`);
  ok(wait.dueAt > wait.event.since, `${step.name} is over before it began`);
}

function scopeOf({ id, key, input, steps }: SagaState) {
  return { input, saga: { id, key }, steps };
}
