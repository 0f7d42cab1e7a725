export { heldBy, pausesOf } from './holds.js';
export { covers, goesOn, isOver, touches } from './pauses.js';
export type { GroupScope, Pause, PauseScope } from './pauses.js';
export type { Probe } from '../state/saga-input.js';
