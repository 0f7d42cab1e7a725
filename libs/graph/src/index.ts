export { paintCounts } from './counted.js';
export type { CountedBox, CountedPicture, SideCounts, StepCounts } from './counted.js';
export { paintFaults } from './faults.js';
export type { StepFaults } from './faults.js';
export { BOX, layOut } from './layout.js';
export type { Box, Flow, Layout, Line, Point } from './layout.js';
export { paint } from './picture.js';
export type {
  Mark,
  PaintedBox,
  PaintedLine,
  Picture,
  SagaProgress,
  StepProgress,
} from './picture.js';
export { planOf } from './plan.js';
export type { Plan, PlannedAct, PlannedStep } from './plan.js';
export { lineKind, pathOf, SHAPES, shortened, toSvg } from './svg.js';
