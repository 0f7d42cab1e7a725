import type { FaultList } from '../model/definition-fault.js';
import type { StepDocument } from '../read/step-document.js';
import { contains, type StepGraph } from './step-graph.js';

/** Rules of the steps that decide how the saga goes: `fail` and `end`. */
export function checkFlow(
  steps: readonly StepDocument[],
  graph: StepGraph,
  faults: FaultList,
): void {
  steps.forEach((step, index) => {
    if (step.action?.type === 'fail') checkFail({ step, index, steps, graph }, faults);
    if (step.action?.type === 'end') checkEnd({ step, index, steps, graph }, faults);
  });
}

interface Place {
  readonly step: StepDocument;
  readonly index: number;
  readonly steps: readonly StepDocument[];
  readonly graph: StepGraph;
}

/** Past the pivot there is no way back. */
function checkFail({ step, index, steps, graph }: Place, faults: FaultList): void {
  const pivot = steps.findIndex(({ kind }) => kind === 'pivot');
  if (pivot === -1 || !contains(graph.ancestors[index] ?? 0n, pivot)) return;
  const message = 'comes after the pivot, where the saga cannot go back: put it before the pivot';
  faults.add(`${step.path}/fail`, 'fail-before-pivot', message);
}

/** Nothing may be in flight when the saga ends. */
function checkEnd({ step, index, steps, graph }: Place, faults: FaultList): void {
  if (step.kind === 'pivot') {
    const message = 'ends the saga and cannot be its pivot';
    faults.add(`${step.path}/kind`, 'end-no-pivot', message);
  }
  steps.forEach((other, place) => {
    const isBefore = contains(graph.ancestors[index] ?? 0n, place);
    const isAfter = contains(graph.ancestors[place] ?? 0n, index);
    if (place === index || isBefore || isAfter) return;
    const message = `may run at the same time as "${step.name}", which ends the saga`;
    faults.add(other.path, 'parallel-to-end', `${message}: put it before or after`);
  });
}
