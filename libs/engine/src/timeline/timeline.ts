export type { ActedBy, Entry, Happening, What } from './entry.js';
export { timelineOf } from './timeline-of.js';
export { linesOf } from './timeline-text.js';
export type { StepTime } from './step-times.js';
export { stepTimesOf } from './step-times.js';
