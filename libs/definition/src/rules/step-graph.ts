import { type FaultList } from '../model/definition-fault.js';
import { didYouMean } from '#expressions';
import { pointerTo } from '#protocol';
import type { StepDocument } from '../read/step-document.js';

/**
 * What comes before what. Steps are numbered as in the document. A set of steps is a bit set, bit n
 * for step n: with 200 steps and every edge there is, a closure takes a few milliseconds.
 */
export interface StepGraph {
  /** Steps each step waits for. */
  readonly predecessors: readonly (readonly number[])[];
  /** Every step after the ones it waits for. */
  readonly order: readonly number[];
  /** All steps that come before each step, on any path. */
  readonly ancestors: readonly bigint[];
  /** The same as lists. */
  readonly before: readonly (readonly number[])[];
  /** All steps that come after each step. */
  readonly dependents: readonly (readonly number[])[];
}

/** null: names or edges are wrong, and that is reported. */
export function buildStepGraph(
  steps: readonly StepDocument[],
  faults: FaultList,
): StepGraph | null {
  const indexByName = indexNames(steps, faults);
  const { predecessors, areKnown } = resolveEdges(steps, indexByName, faults);
  const isRoot = ({ after }: StepDocument, index: number): boolean =>
    after === null ? index === 0 : after.length === 0;
  if (!steps.some(isRoot)) {
    faults.add('/steps', 'no-root', 'no step can start first: give one "after": []');
  }
  const order = sortTopologically(predecessors);
  if (order.length < steps.length) {
    reportCycles({ steps, predecessors, order }, faults);
    return null;
  }
  if (!areKnown || indexByName.size < steps.length) return null;
  const ancestors = close(predecessors, order);
  const before = ancestors.map((set) => indexesIn(set, steps.length));
  return { predecessors, order, ancestors, before, dependents: invert(before) };
}

export function contains(set: bigint, index: number): boolean {
  return ((set >> BigInt(index)) & 1n) === 1n;
}

function indexNames(
  steps: readonly StepDocument[],
  faults: FaultList,
): ReadonlyMap<string, number> {
  const indexByName = new Map<string, number>();
  steps.forEach(({ name, path }, index) => {
    if (name === null) return;
    if (indexByName.has(name)) {
      faults.add(
        `${path}/name`,
        'unique-step-name',
        `"${name}" names an earlier step too: give this one another name`,
      );
    } else {
      indexByName.set(name, index);
    }
  });
  return indexByName;
}

/** `after` left out: the step before it in the list. */
function resolveEdges(
  steps: readonly StepDocument[],
  indexByName: ReadonlyMap<string, number>,
  faults: FaultList,
) {
  let areKnown = true;
  const predecessors = steps.map((step, index) => {
    if (step.after === null) return index === 0 ? [] : [index - 1];
    return step.after.flatMap(({ position, name }) => {
      const predecessor = indexByName.get(name);
      if (predecessor !== undefined && name !== step.name) return [predecessor];
      areKnown = false;
      const path = pointerTo(step.path, 'after', position);
      if (predecessor === undefined) {
        const near = didYouMean(name, [...indexByName.keys()]);
        faults.add(path, 'unknown-after', `there is no step named "${name}"${near}`);
      } else {
        faults.add(path, 'self-edge', `"${name}" cannot come after itself`);
      }
      return [];
    });
  });
  return { predecessors, areKnown };
}

/** Kahn's algorithm; steps on or behind a cycle are left out. */
function sortTopologically(predecessors: readonly (readonly number[])[]): readonly number[] {
  const successors = invert(predecessors);
  const waitingFor = predecessors.map((before) => before.length);
  const order = waitingFor.flatMap((count, index) => (count === 0 ? [index] : []));
  for (let next = 0; next < order.length; next++) {
    for (const successor of successors[order[next] ?? 0] ?? []) {
      const left = (waitingFor[successor] ?? 0) - 1;
      waitingFor[successor] = left;
      if (left === 0) order.push(successor);
    }
  }
  return order;
}

/** Follows the edges back from each step that could not be sorted until a step comes again. */
function reportCycles(
  graph: {
    readonly steps: readonly StepDocument[];
    readonly predecessors: readonly (readonly number[])[];
    readonly order: readonly number[];
  },
  faults: FaultList,
): void {
  const done = new Set(graph.order);
  graph.steps.forEach((_, start) => {
    const trail: number[] = [];
    let at: number | undefined = start;
    while (at !== undefined && !done.has(at)) {
      done.add(at);
      trail.push(at);
      at = graph.predecessors[at]?.find((each) => !done.has(each) || trail.includes(each));
    }
    if (at === undefined || !trail.includes(at)) return;
    const cycle = trail.slice(trail.indexOf(at)).reverse();
    const names = [...cycle, cycle[0] ?? at].map((index) => graph.steps[index]?.name);
    const path = `${graph.steps[cycle[0] ?? at]?.path ?? ''}/after`;
    faults.add(
      path,
      'graph-cycle',
      `the steps wait for each other: ${names.join(' -> ')}. Leave one of these names out`,
    );
  });
}

function close(
  predecessors: readonly (readonly number[])[],
  order: readonly number[],
): readonly bigint[] {
  const ancestors = predecessors.map(() => 0n);
  for (const index of order) {
    let before = 0n;
    for (const each of predecessors[index] ?? []) {
      before |= (ancestors[each] ?? 0n) | (1n << BigInt(each));
    }
    ancestors[index] = before;
  }
  return ancestors;
}

function indexesIn(set: bigint, size: number): readonly number[] {
  const bits = set.toString(2);
  const indexes: number[] = [];
  for (let index = 0; index < size; index++) {
    if (bits[bits.length - 1 - index] === '1') indexes.push(index);
  }
  return indexes;
}

/** Edges the other way round. */
function invert(edges: readonly (readonly number[])[]): readonly (readonly number[])[] {
  const inverted: number[][] = edges.map(() => []);
  edges.forEach((targets, from) => targets.forEach((to) => inverted[to]?.push(from)));
  return inverted;
}
