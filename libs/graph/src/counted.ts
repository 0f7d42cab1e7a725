import type { Flow } from './layout.js';
import { paint, type PaintedBox, type Picture } from './picture.js';
import type { Plan } from './plan.js';

/** How many sagas are somewhere: `open` with those that are stuck. */
export interface SideCounts {
  readonly open: number;
  readonly stuck: number;
}

/** How many sagas are at a step, and at its undo. What the API counts fits. */
export interface StepCounts {
  readonly step: string;
  readonly forward: SideCounts;
  readonly undo: SideCounts;
}

/** A box, and how many sagas are there. */
export interface CountedBox extends PaintedBox {
  readonly counts: SideCounts;
}

export interface CountedPicture extends Omit<Picture, 'boxes'> {
  readonly boxes: readonly CountedBox[];
}

const NONE: SideCounts = { open: 0, stuck: 0 };

/** The plan with where sagas are. Steps that `counts` does not name have none. */
export function paintCounts(
  plan: Plan,
  counts: readonly StepCounts[],
  flow: Flow = 'right',
): CountedPicture {
  const picture = paint(plan, null, flow);
  const byStep = new Map(counts.map((each) => [each.step, each]));
  const boxes = picture.boxes.map((box) => counted(box, byStep.get(box.step)?.[box.side] ?? NONE));
  return { ...picture, boxes };
}

function counted(box: PaintedBox, counts: SideCounts): CountedBox {
  const { open, stuck } = counts;
  if (open === 0) return { ...box, counts };
  const count = (value: number): string => value.toLocaleString('en');
  if (stuck === 0) return { ...box, counts, mark: 'now', note: `${count(open)} here` };
  const note = stuck === open ? `${count(stuck)} stuck` : `${count(stuck)} stuck of ${count(open)}`;
  return { ...box, counts, mark: 'stuck', note };
}
