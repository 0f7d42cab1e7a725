import type { Box, Flow } from './layout.js';
import { paint, type PaintedBox, type Picture } from './picture.js';
import type { Plan } from './plan.js';

/** How much there is to say of a step in a draft, or of its undo. */
export interface StepFaults extends Pick<Box, 'step' | 'side'> {
  readonly errors: number;
  readonly warnings: number;
}

/**
 * The plan of a draft with what is wrong. What is said of an undo that is not drawn stands at its
 * step; what is said of a step that is not drawn is left out.
 */
export function paintFaults(
  plan: Plan,
  faults: readonly StepFaults[],
  flow: Flow = 'right',
): Picture {
  const picture = paint(plan, null, flow);
  const undone = new Set(plan.steps.filter(({ undo }) => undo !== null).map(({ name }) => name));
  const sideOf = ({ step, side }: StepFaults): Box['side'] =>
    side === 'undo' && undone.has(step) ? 'undo' : 'forward';
  const boxes = picture.boxes.map((box) =>
    doubted(
      box,
      faults.filter((each) => each.step === box.step && sideOf(each) === box.side),
    ),
  );
  return { ...picture, boxes };
}

function doubted(box: PaintedBox, faults: readonly StepFaults[]): PaintedBox {
  const sum = (of: 'errors' | 'warnings'): number =>
    faults.reduce((total, each) => total + each[of], 0);
  const [errors, warnings] = [sum('errors'), sum('warnings')];
  if (errors > 0) return { ...box, mark: 'wrong', note: counted(errors, 'error') };
  if (warnings > 0) return { ...box, mark: 'doubtful', note: counted(warnings, 'warning') };
  return box;
}

function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}
