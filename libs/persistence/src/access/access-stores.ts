export { KeyStore } from './key-store.js';
export type { ActiveKey, KeyAct, KeyChange, KeyRecord } from './key-store.js';
export {
  bulkIsSeen,
  groupIsSeen,
  participantIsSeen,
  pauseIsSeen,
  sagaIsSeen,
  type Seen,
} from '../sql/seen/seen.js';
export { SensitiveMarks } from './sensitive-marks.js';
export { SessionStore } from './session-store.js';
export type { ListedSession, SessionAct, SessionRecord } from './session-store.js';
export { BreakGlassUses } from './break-glass-uses.js';
