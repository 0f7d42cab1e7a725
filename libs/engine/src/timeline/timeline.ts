export type { ActedBy, Entry, Happening, What } from './entry.js';
export { timelineOf } from './timeline-of.js';
export { linesOf } from './timeline-text.js';
