export { troubleOf } from '../state/trouble.js';
export { activeNames } from './active-names.js';
export {
  childKey,
  messageOf,
  commandOf,
  isUnanswered,
  NOTHING_KNOWN,
  wireName,
} from './outside.js';
export type { ChildFacts, KnownPause, Outside, QueueFacts, Told } from './outside.js';
export { readable } from './readable.js';
export type { ReadableWaiting } from './readable.js';
export { tellWaiting, TEXT_CHARS_MAX } from './tell-waiting.js';
export type { Waiting, WaitingOn } from './tell-waiting.js';
export { withoutData } from './without-data.js';
export { CODES } from './wait.js';
export type { Code, Undo, Wait, Waits } from './wait.js';
export {
  activeStepsOf,
  awaitedLocks,
  beganAt,
  codeOf,
  heldFirst,
  heldWait,
  inOrder,
  issuedBy,
  pausedWaits,
  waitOfHeld,
  waitOfLock,
  waitOfStep,
  waitOfTurns,
  waitsOf,
} from './waits-of.js';
export type { ActiveStep, ActiveSteps, Turns } from './waits-of.js';
