import type { Plan, PlannedStep } from './plan.js';

/** One undo comes right after another one. Both are names of steps. */
export interface UndoOrder {
  readonly from: string;
  readonly to: string;
}

/**
 * In which order steps are undone: each after all that came after it. Steps that nothing takes back
 * are passed over, and what follows from other pairs is left out.
 */
export function undoOrder({ steps }: Plan): readonly UndoOrder[] {
  const byName = new Map(steps.map((step) => [step.name, step]));
  const before = new Map<string, ReadonlySet<string>>();
  const pairs: UndoOrder[] = [];
  for (const step of inOrder(steps, byName)) {
    const nearest = nearestUndos(step, byName);
    if (step.undo === null) continue;
    const further = new Set([...nearest].flatMap((name) => [...(before.get(name) ?? [])]));
    before.set(step.name, new Set([...nearest, ...further]));
    for (const to of nearest) if (!further.has(to)) pairs.push({ from: step.name, to });
  }
  return pairs;
}

type Steps = ReadonlyMap<string, PlannedStep>;

/** Whatever a step comes after stands before it. */
function inOrder(steps: readonly PlannedStep[], byName: Steps): readonly PlannedStep[] {
  const ordered = new Set<PlannedStep>();
  const visit = (step: PlannedStep | undefined): void => {
    if (step === undefined || ordered.has(step)) return;
    for (const name of step.after) visit(byName.get(name));
    ordered.add(step);
  };
  steps.forEach(visit);
  return [...ordered];
}

/** The steps before this one that can be undone, with none of these in between. */
function nearestUndos(step: PlannedStep, byName: Steps): ReadonlySet<string> {
  const found = new Set<string>();
  const seen = new Set<string>();
  const look = (names: readonly string[]): void => {
    for (const name of names) {
      const before = byName.get(name);
      if (before === undefined || seen.has(name)) continue;
      seen.add(name);
      if (before.undo === null) look(before.after);
      else found.add(name);
    }
  };
  look(step.after);
  return found;
}
