import { longestExchangeMs } from '../model/backoff.js';
import type { FaultList } from '../model/definition-fault.js';
import { DURATION_MAX_MS } from '#protocol';
import { longestStepMs } from '../read/step-action.js';
import type { StepDocument } from '../read/step-document.js';
import { ITEMS_MAX } from '../read/step-loop.js';
import { contains, type StepGraph } from './step-graph.js';

/** Commands of one saga that may be in flight at once. */
const WIDTH_MAX = 64;

/** Rule 3: one pivot; what comes before it can be undone, what comes after it is repeated. */
export function checkPivot(
  steps: readonly StepDocument[],
  graph: StepGraph | null,
  faults: FaultList,
): void {
  const pivots = steps.flatMap(({ kind }, index) => (kind === 'pivot' ? [index] : []));
  const [pivot] = pivots;
  const pivotName = steps[pivot ?? 0]?.name ?? '';
  for (const extra of pivots.slice(1)) {
    const cure = 'write "kind": "retryable" for a step after it, and no "kind" for one before it';
    const message = `there is a pivot already, "${pivotName}": ${cure}`;
    faults.add(`${steps[extra]?.path}/kind`, 'single-pivot', message);
  }
  if (pivot === undefined) return checkWithoutPivot(steps, faults);
  if (steps[pivot]?.catches) {
    const message = 'cannot stand on a pivot: after it the saga must know whether it happened';
    faults.add(`${steps[pivot].path}/catch`, 'catch-no-pivot', message);
  }
  if (graph === null || pivots.length > 1) return;
  if (steps[pivot]?.loop) {
    faults.add(
      `${steps[pivot]?.path}/kind`,
      'pivot-once',
      'a pivot must be one command, sent once',
    );
  }
  steps.forEach((step, index) => {
    if (index !== pivot) checkAgainstPivot({ step, index, pivot, graph }, faults);
  });
}

function checkWithoutPivot(steps: readonly StepDocument[], faults: FaultList): void {
  for (const { kind, path } of steps) {
    if (kind !== 'retryable') continue;
    faults.add(
      `${path}/kind`,
      'retryable-after-pivot',
      'there is no pivot that it could come after: give the step that cannot be undone ' +
        '"kind": "pivot", or leave "kind" out here',
    );
  }
}

function checkAgainstPivot(
  place: {
    readonly step: StepDocument;
    readonly index: number;
    readonly pivot: number;
    readonly graph: StepGraph;
  },
  faults: FaultList,
): void {
  const { step, index, pivot, graph } = place;
  const isAfter = contains(graph.ancestors[index] ?? 0n, pivot);
  const isBefore = contains(graph.ancestors[pivot] ?? 0n, index);
  const path = `${step.path}/kind`;
  if (isAfter && step.action?.type === 'fail') return;
  if (isAfter && step.kind !== 'retryable') {
    const message = 'comes after the pivot: write "kind": "retryable"';
    const cure = step.hasCompensation
      ? ', and leave "compensation" out: nothing is undone then'
      : '';
    faults.add(path, 'after-pivot-retryable', `${message}${cure}`);
  } else if (!isAfter && step.kind === 'retryable') {
    faults.add(
      path,
      'retryable-after-pivot',
      'is "retryable", and does not come after the pivot: leave "kind" out',
    );
  } else if (!isAfter && !isBefore) {
    const message = 'may run at the same time as the pivot: put it before or after';
    faults.add(step.path, 'parallel-to-pivot', message);
  }
}

/**
 * Rule 7: the largest number of steps of which none waits for another. By Dilworth's theorem that
 * is the number of steps less a maximum matching of "comes before"; Kuhn's algorithm finds it.
 */
export function checkWidth({ before }: StepGraph, faults: FaultList): void {
  const size = before.length;
  if (size <= WIDTH_MAX) return;
  const matched = new Map<number, number>();
  const match = (index: number, tried: Set<number>): boolean =>
    (before[index] ?? []).some((each) => {
      if (tried.has(each)) return false;
      tried.add(each);
      const rival = matched.get(each);
      if (rival !== undefined && !match(rival, tried)) return false;
      matched.set(each, index);
      return true;
    });
  const pairs = before.filter((_, index) => match(index, new Set())).length;
  const width = size - pairs;
  if (width <= WIDTH_MAX) return;
  const message = `${width} steps may run at the same time; at most ${WIDTH_MAX} are allowed`;
  faults.add('/steps', 'parallel-limit', message);
}

/**
 * Rule 8: attempts times timeout and back-off along the longest path, there and, since the last
 * step may fail, back again.
 */
export function checkLength(
  steps: readonly StepDocument[],
  graph: StepGraph,
  faults: FaultList,
): void {
  const endsAt: number[] = steps.map(() => 0);
  for (const index of graph.order) {
    const step = steps[index];
    if (step === undefined) continue;
    const startsAt = Math.max(0, ...(graph.predecessors[index] ?? []).map((p) => endsAt[p] ?? 0));
    const { compensation } = step;
    const undoing =
      compensation === null || compensation === 'none' ? 0 : longestExchangeMs(compensation);
    const rounds = roundsOf(step);
    endsAt[index] = startsAt + rounds * (longestStepMs(step) + undoing) + pausesMs(step);
  }
  const days = Math.max(...endsAt) / 86_400_000;
  const daysMax = DURATION_MAX_MS / 86_400_000;
  if (days <= daysMax) return;
  const needed = `needs ${Math.ceil(days)} days when every attempt is used up`;
  faults.add('/steps', 'worst-case-length', `${needed}, ${daysMax} are allowed`);
}

/** How often one follows the other, at most. */
function roundsOf({ loop }: StepDocument): number {
  if (loop === null) return 1;
  return loop.type === 'repeat' ? loop.maxIterations : Math.ceil(ITEMS_MAX / loop.maxParallel);
}

function pausesMs({ loop }: StepDocument): number {
  return loop?.type === 'repeat' ? (loop.maxIterations - 1) * loop.intervalMs : 0;
}

/** Rules 2 and 4: what can be undone says how, and the participant that did it undoes it. */
export function checkCompensations(steps: readonly StepDocument[], faults: FaultList): void {
  for (const step of steps) checkCompensation(step, faults);
}

function checkCompensation(step: StepDocument, faults: FaultList): void {
  const { path, kind, action, compensation } = step;
  if (action?.type === 'publish') return checkUndoEvent(step, faults);
  // where neither is sent the field was refused
  if (action !== null && action.type !== 'command') return;
  const command = action?.command ?? null;
  if (kind === 'compensatable') {
    if (!step.hasCompensation && command !== null) {
      const undo = `"compensation": "${command.slice(0, command.indexOf('.'))}.…"`;
      const message = `name the command that undoes the step, ${undo}, or write "none"`;
      faults.add(`${path}/compensation`, 'compensation-required', message);
    }
  } else if (step.hasCompensation && compensation !== 'none') {
    const message = `a ${kind} step is never undone and has no compensation: leave it out`;
    faults.add(`${path}/compensation`, 'compensation-not-allowed', message);
  }
  if (step.undoEvent !== null && command !== null) {
    const message = 'an event undoes no command: name the command that does, or say "none"';
    faults.add(`${path}/compensation/publish`, 'publish-compensation', message);
  }
  if (compensation === null || compensation === 'none') return;
  if (command === null || compensation.command === null) return;
  const participant = command.slice(0, command.indexOf('.') + 1);
  if (compensation.command.startsWith(participant)) return;
  const message = `only the step's own participant can undo it: write "${participant}…"`;
  faults.add(compensation.path, 'compensation-participant', message);
}

/** What was published is taken back by another event, before the pivot. */
function checkUndoEvent(
  { path, kind, hasCompensation, compensation, undoEvent }: StepDocument,
  faults: FaultList,
): void {
  if (!hasCompensation || compensation === 'none') return;
  if (kind === 'retryable') {
    const message = 'a retryable step is never undone and has no compensation';
    faults.add(`${path}/compensation`, 'compensation-not-allowed', message);
  } else if (undoEvent === null && compensation !== null) {
    const form = '{ "publish": { "event": "order.unpriced" } }';
    const message = `a published event is taken back by another one: ${form}, or "none"`;
    faults.add(`${path}/compensation`, 'publish-compensation', message);
  }
}
