import { isObject } from '#protocol';
import type { FaultList } from '../model/definition-fault.js';
import type { StepDocument } from '../read/step-document.js';
import type { StepGraph } from './step-graph.js';

/** Signals whose payload is the answer; of another one, as of `paid`, its coming may be all. */
const DECISION = /(?:approval|decision|review|verdict|vote|answer|response)$/i;

type Warn = FaultList['add'];

/** What a definition leaves to chance: valid, and probably not meant. */
export function warnOfFlow(
  steps: readonly StepDocument[],
  graph: StepGraph,
  { isUsed, warn }: { readonly isUsed: (name: string) => boolean; readonly warn: Warn },
): void {
  steps.forEach((step, index) => {
    warnOfUnreachable(step, graph.dependents[index] ?? [], steps, warn);
    if (step.action?.type !== 'wait') return;
    warnOfSilentTimeout(step, warn);
    const isFollowed = (graph.dependents[index] ?? []).some((at) => steps[at]?.kind === 'pivot');
    if (!isFollowed || isUsed(step.name ?? '')) return;
    const { signal, payloadSchema } = step.action;
    const isDecision = DECISION.test(signal ?? '') || isObject(payloadSchema ?? null);
    if (isDecision) warnOfUnreadPayload(step, warn);
  });
}

/** Nothing runs after a step that always ends the saga. */
function warnOfUnreachable(
  { path, action, when, requires }: StepDocument,
  dependents: readonly number[],
  steps: readonly StepDocument[],
  warn: Warn,
): void {
  if (action?.type !== 'fail' && action?.type !== 'end') return;
  if (when !== null || requires === 'succeeded') return;
  const names = dependents.map((index) => steps[index]?.name ?? '');
  if (action.type === 'end' && names.length === 0) return;
  const [first] = names;
  const what = action.type === 'fail' ? 'takes every saga back' : 'ends every saga';
  const behind = first === undefined ? '' : `, and "${first}" never runs`;
  warn(path, 'unreachable-steps', `without a "when" this ${what}${behind}: say when it is to`);
}

function warnOfSilentTimeout({ path, name, action }: StepDocument, warn: Warn): void {
  if (action?.type !== 'wait' || action.timeout === null || action.saysOnTimeout) return;
  const message = `when nothing comes for "${name}" in time, the saga goes back`;
  const cure = 'write "onTimeout": "fail" where that is meant, or "continue"';
  warn(`${path}/wait`, 'on-timeout-missing', `${message}: ${cure}`);
}

/** Whatever somebody answers, the saga goes on to where there is no way back. */
function warnOfUnreadPayload({ path, name }: StepDocument, warn: Warn): void {
  const message = `the saga passes its pivot whatever is answered to "${name}"`;
  const cure = `ask, as in "when": "\${!steps.${name}.output.approved}" of a step with "fail"`;
  warn(path, 'unused-output', `${message}, for no expression uses its output: ${cure}`);
}
