import { ITEMS_MAX, type CommandStep, type Loop, evaluate } from '#definition';
import type { ItemError } from '#expressions';
import type { JsonValue } from '#protocol';
import { failUnissued } from './backward.js';
import type { Draft } from '../transition/draft.js';
import { issueCommand } from './issue-command.js';
import { type Opening, openIterations } from './open-iterations.js';
import { continueRepeat, roundInput } from './repeats.js';
import { commandStepsOf } from '../state/iterations.js';
import { charsOf, derivedFault } from '../state/kept.js';
import type { SagaError, StepState } from '../state/saga-state.js';
import { isDone } from '../state/step-rules.js';

type ForEach = Extract<Loop, { type: 'forEach' }>;

/** A thousand items may fail; the item itself has the whole message. */
const ITEM_MESSAGE_CHARS_MAX = 200;
/** Total size of the inputs of all iterations, as JSON text: the state holds them. */
const INPUTS_CHARS_MAX = 4 * 1024 * 1024;

/** Opens the first iterations. */
export function beginLoop(draft: Draft, step: CommandStep, loop: Loop): void {
  const opening = loop.type === 'forEach' ? inputsOf(draft, step, loop) : roundInput(draft, step);
  if ('error' in opening) {
    failUnissued(draft, step, opening.error);
    return;
  }
  if (opening.items.length === 0) {
    draft.record({ type: 'step-succeeded', step: step.name, output: [], by: 'iterations' });
    return;
  }
  openIterations(draft, step, opening);
  return continueLoop(draft, step, loop);
}

/** Issues the iterations that may begin, and ends the loop when its iterations are done. */
export function continueLoop(draft: Draft, step: CommandStep, loop: Loop): void {
  if (draft.step(step.name).status !== 'iterating') return;
  return loop.type === 'forEach'
    ? continueForEach(draft, step, loop)
    : continueRepeat(draft, step, loop);
}

function continueForEach(draft: Draft, step: CommandStep, { maxParallel }: ForEach) {
  const iterations = commandStepsOf(draft.state, step);
  const states = iterations.map(({ name }) => draft.step(name));
  if (states.every(isDone)) {
    const output = states.map((state) => state.output);
    const errors = errorsOf(states);
    draft.record({
      type: 'step-succeeded',
      step: step.name,
      output,
      by: 'iterations',
      ...(errors.length === 0 ? {} : { errors }),
    });
    return;
  }
  if (draft.holds.isHeld(step, 'execute')) return;
  const free = maxParallel - states.filter((state) => 'exchange' in state).length;
  const pending = iterations.filter(({ name }) => draft.step(name).status === 'pending');
  for (const iteration of pending.slice(0, Math.max(0, free))) {
    issueCommand(draft, iteration, 'execute');
  }
}

/** The items that were caught. */
function errorsOf(states: readonly StepState[]): readonly ItemError[] {
  return states.flatMap(({ status, error }, index) => {
    if (status !== 'caught' || error === null) return [];
    const { code, message } = error;
    return [{ index, code, message: message.slice(0, ITEM_MESSAGE_CHARS_MAX) }];
  });
}

function inputsOf(draft: Draft, step: CommandStep, loop: ForEach): Opening {
  const scope = draft.scope;
  const listed = evaluate(() => loop.items(scope));
  if ('error' in listed) return listed;
  if (!Array.isArray(listed.data)) return fault('FOR_EACH_NO_LIST', 'its items are no list');
  const list = listed.data as readonly JsonValue[];
  if (list.length > ITEMS_MAX) {
    const message = `it has ${list.length} items of ${ITEMS_MAX} allowed`;
    return fault('FOR_EACH_TOO_LONG', message);
  }
  const items: { item: JsonValue; data: JsonValue }[] = [];
  let chars = 0;
  let itemChars = 0;
  for (const [index, item] of list.entries()) {
    const mapped = evaluate(() => step.input({ ...scope, variables: [item, index] }));
    if ('error' in mapped) return mapped;
    chars += charsOf(mapped.data);
    itemChars += charsOf(item);
    if (chars > INPUTS_CHARS_MAX) {
      const message = `its inputs together have more than ${INPUTS_CHARS_MAX} characters`;
      return fault('MAPPED_VALUE_TOO_LARGE', message);
    }
    items.push({ item, data: mapped.data });
  }
  const error = derivedFault(draft.state, chars + itemChars);
  return error === null ? { items } : { error };
}

function fault(code: string, message: string): { readonly error: SagaError } {
  return { error: { code, message } };
}
