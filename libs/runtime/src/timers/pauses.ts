export { AutomaticPauses } from '../automatic-pauses/automatic-pauses.js';
export { PauseProber } from '../automatic-pauses/pause-prober.js';
export type { AutomaticPauseRules } from '../automatic-pauses/streaks.js';
export { PauseBook } from '../pauses/pause-book.js';
export { HeldRelease } from './held-release.js';
