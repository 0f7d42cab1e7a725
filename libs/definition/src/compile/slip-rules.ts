import { type JsonObject, type JsonValue, pointerTo } from '#protocol';
import { type FaultList } from '../model/definition-fault.js';
import type { SagaDocument } from './saga-document.js';
import { outputUseOf } from './slip-template.js';
import type { StepDocument } from '../read/step-document.js';

/**
 * What the steps of a routing slip can be: participants pass it on, who have neither expressions
 * nor timers. So it is a plain sequence of commands, and what their inputs take from earlier steps
 * is looked up, not computed.
 */
export function checkSlip({ mode, steps }: SagaDocument, faults: FaultList): void {
  if (mode !== 'routing-slip') return;
  steps.forEach((step, index) => {
    checkAction(step, faults);
    checkOrder(step, steps[index - 1] ?? null, faults);
    checkOutputs(step.input, `${step.path}/input`, faults);
    const { compensation } = step;
    if (compensation === null || compensation === 'none') return;
    checkOutputs(compensation.input ?? null, compensation.inputPath, faults);
  });
}

function checkAction(step: StepDocument, faults: FaultList): void {
  const { path, action, loop, when, requires } = step;
  const type = action?.type ?? 'command';
  if (type !== 'command') {
    const message = 'a step of a routing slip must be a command that participants forward';
    faults.add(`${path}/${type}`, 'slip-command-only', message);
  }
  if (loop !== null) {
    faults.add(
      `${path}/${loop.type}`,
      'slip-no-loop',
      'a routing slip cannot loop: it visits each step once',
    );
  }
  if (when !== null) {
    const message = 'a routing slip cannot have conditions: no one would evaluate them';
    faults.add(`${path}/when`, 'slip-no-condition', message);
  }
  if (step.catches !== null) {
    const message = 'a routing slip goes back by itself after a refusal: nothing is caught on it';
    faults.add(`${path}/catch`, 'slip-no-catch', message);
  }
  if (requires !== 'done') {
    const message = 'on a routing slip every step requires the previous one: leave this out';
    faults.add(`${path}/requires`, 'slip-no-condition', message);
  }
}

function checkOrder(
  { path, after }: StepDocument,
  previous: StepDocument | null,
  faults: FaultList,
): void {
  if (after === null) return;
  const names = after.map(({ name }) => name);
  const isNext = previous === null ? names.length === 0 : names.join() === previous.name;
  if (isNext) return;
  const message = 'on a routing slip each step comes after the previous one in the list';
  faults.add(`${path}/after`, 'slip-order', message);
}

function checkOutputs(template: JsonValue, path: string, faults: FaultList): void {
  if (typeof template === 'string') {
    if (outputUseOf(template) !== 'not-a-path') return;
    const message =
      'participants only look values up: the whole text must be one path, ' +
      'like "${steps.reserve.output.id}"';
    faults.add(path, 'slip-output-path', message);
    return;
  }
  if (typeof template !== 'object' || template === null) return;
  for (const [key, value] of Object.entries(template as JsonObject)) {
    checkOutputs(value, pointerTo(path, key), faults);
  }
}
