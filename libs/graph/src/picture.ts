import { BOX, layOut, type Box, type Flow, type Layout, type Line, type Point } from './layout.js';
import type { Plan, PlannedStep } from './plan.js';
import { undoOrder } from './undo-order.js';

/** How far a step is. What the API says of a saga's step fits. */
export interface StepProgress {
  readonly name: string;
  readonly status: string;
  readonly attempts: { readonly execute: number; readonly compensate: number };
  readonly error: { readonly code: string } | null;
  /** Nothing of it happened, whatever became of it since. Left out: it may have. */
  readonly wasRefused?: boolean;
  readonly iterations: readonly { readonly status: string }[];
}

/** How far a saga is. */
export interface SagaProgress {
  readonly direction: 'forward' | 'backward';
  readonly steps: readonly StepProgress[];
}

/**
 * `plan`: of no saga; `ahead`: not reached; `over`: passed by; `undone`: an undo that is done.
 * In a draft `wrong`: it has errors; `doubtful`: it has warnings.
 */
export type Mark =
  | 'plan'
  | 'ahead'
  | 'now'
  | 'done'
  | 'over'
  | 'refused'
  | 'stuck'
  | 'undone'
  | 'wrong'
  | 'doubtful';

export interface PaintedBox extends Box {
  readonly title: string;
  /** A second line, in words. */
  readonly note: string;
  readonly mark: Mark;
  readonly loop: PlannedStep['loop'];
}

export interface PaintedLine extends Line {
  readonly isTaken: boolean;
}

export interface Picture extends Omit<Layout, 'boxes' | 'lines'> {
  readonly boxes: readonly PaintedBox[];
  /** Also those from a step that failed to the undos that come first. */
  readonly lines: readonly PaintedLine[];
}

/** The plan with how far a saga is. `progress` null: only the plan. */
export function paint(plan: Plan, progress: SagaProgress | null, flow: Flow = 'right'): Picture {
  const layout = layOut(plan, flow);
  const steps = new Map(plan.steps.map((step) => [step.name, step]));
  const reached = new Map(progress?.steps.map((step) => [step.name, step]));
  const boxes = layout.boxes.flatMap((box): readonly PaintedBox[] => {
    const step = steps.get(box.step);
    return step === undefined
      ? []
      : [
          painted(
            box,
            step,
            progress === null ? null : (reached.get(box.step) ?? notBegun(box.step)),
          ),
        ];
  });
  const marks = new Map(boxes.map(({ side, step, mark }) => [`${side} ${step}`, mark]));
  const isTaken = ({ side, to }: Line): boolean =>
    progress === null ? side === 'forward' : hasBegun(marks.get(`${side} ${to}`));
  const lines = layout.lines.map((line) => ({ ...line, isTaken: isTaken(line) }));
  const isBack = progress?.direction === 'backward';
  return { ...layout, boxes, lines: isBack ? [...lines, ...turns(plan, boxes, flow)] : lines };
}

function notBegun(name: string): StepProgress {
  const attempts = { execute: 0, compensate: 0 };
  return { name, status: 'pending', attempts, error: null, iterations: [] };
}

function hasBegun(mark: Mark | undefined): boolean {
  return mark !== undefined && mark !== 'plan' && mark !== 'ahead' && mark !== 'over';
}

function painted(box: Box, step: PlannedStep, progress: StepProgress | null): PaintedBox {
  const { loop } = step;
  if (box.side === 'undo') {
    const mark = progress === null ? 'plan' : undoMark(progress);
    const title = shortName(step.undo ?? '');
    return { ...box, title, note: undoNote(step.name, mark, progress), mark, loop: null };
  }
  const mark = progress === null ? 'plan' : forwardMark(progress);
  return { ...box, title: step.name, note: forwardNote(step, mark, progress), mark, loop };
}

function forwardMark(progress: StepProgress): Mark {
  const { status, wasRefused = false } = progress;
  switch (status) {
    case 'pending':
      return 'ahead';
    case 'skipped':
      return 'over';
    case 'refused':
    case 'failed':
      return 'refused';
    case 'stuck':
      if (!isBeingUndone(progress)) return 'stuck';
      return wasRefused ? 'refused' : 'done';
    case 'compensating':
    case 'compensated':
      return wasRefused ? 'refused' : 'done';
    case 'succeeded':
    case 'caught':
      return 'done';
    default:
      return 'now';
  }
}

function isBeingUndone({ attempts, iterations }: StepProgress): boolean {
  return attempts.compensate > 0 || iterations.some((each) => isUndo(each.status));
}

function isUndo(status: string): boolean {
  return status === 'compensating' || status === 'compensated';
}

function undoMark(progress: StepProgress): Mark {
  const { status } = progress;
  if (status === 'compensated') return 'undone';
  if (status === 'compensating') return 'now';
  if (status === 'stuck' && isBeingUndone(progress)) return 'stuck';
  return 'ahead';
}

function forwardNote(step: PlannedStep, mark: Mark, progress: StepProgress | null): string {
  if (progress === null || mark === 'ahead') return planNote(step);
  const { iterations, error, attempts } = progress;
  const done = iterations.filter(({ status }) => status !== 'executing' && status !== 'pending');
  const count = iterations.length > 0 ? `${done.length} of ${iterations.length}` : '';
  switch (mark) {
    case 'over':
      return 'skipped';
    case 'done':
      return progress.status === 'caught' ? `caught ${error?.code ?? ''}` : count || 'done';
    case 'refused':
      return error?.code ?? 'failed';
    case 'stuck':
      return `stuck: ${error?.code ?? 'see its error'}`;
    default:
      if (count !== '') return count;
      return attempts.execute > 1 ? `attempt ${attempts.execute}` : progress.status;
  }
}

function planNote({ does, about, loop }: PlannedStep): string {
  const prefix = { forEach: 'for each: ', repeat: 'repeat: ' };
  return (loop === null ? '' : prefix[loop]) + (about ?? does);
}

function undoNote(name: string, mark: Mark, progress: StepProgress | null): string {
  if (progress === null || mark === 'ahead') return `undo of ${name}`;
  if (mark === 'undone') return progress.wasRefused === true ? 'nothing to undo' : 'undone';
  if (mark === 'stuck') return `stuck: ${progress.error?.code ?? 'see its error'}`;
  const { compensate } = progress.attempts;
  return compensate > 1 ? `attempt ${compensate}` : 'compensating';
}

/** The participant is told by the forward step above. */
function shortName(command: string): string {
  return command.slice(command.indexOf('.') + 1);
}

/** From what failed to the undos that nothing comes before. */
function turns(plan: Plan, boxes: readonly PaintedBox[], flow: Flow): readonly PaintedLine[] {
  const forward = boxes.filter(({ side }) => side === 'forward');
  const failed = forward.find(({ mark }) => mark === 'refused');
  if (failed === undefined) return [];
  const isReached = (box: PaintedBox): boolean =>
    box.mark !== 'ahead' || forward.some(({ step, mark }) => step === box.step && mark === 'done');
  const undos = boxes.filter((box) => box.side === 'undo' && isReached(box));
  const reached = new Set(undos.map(({ step }) => step));
  const later = undoOrder(plan).filter(({ from }) => reached.has(from));
  return undos
    .filter(({ step }) => !later.some(({ to }) => to === step))
    .map((box) => ({
      from: failed.step,
      to: box.step,
      side: 'undo' as const,
      isTaken: true,
      points: turn(failed, box, flow),
    }));
}

function turn(from: Box, to: Box, flow: Flow): readonly Point[] {
  const half = { x: BOX.width / 2, y: BOX.height / 2 };
  if (flow === 'right') {
    const x = from.x + half.x;
    const y = to.y + half.y;
    const isAbove = from.x === to.x;
    if (isAbove)
      return [
        { x, y: from.y + BOX.height },
        { x, y: to.y },
      ];
    return [
      { x, y: from.y + BOX.height },
      { x, y },
      { x: to.x + BOX.width, y },
    ];
  }
  const y = from.y + half.y;
  const x = to.x + half.x;
  if (from.y === to.y)
    return [
      { x: from.x + BOX.width, y },
      { x: to.x, y },
    ];
  return [
    { x: from.x + BOX.width, y },
    { x, y },
    { x, y: to.y + BOX.height },
  ];
}
