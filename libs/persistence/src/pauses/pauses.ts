export { AutomaticPauseStore } from './automatic-pause-store.js';
export { groupPart } from './group-pauses.js';
export { PauseRecords } from './pause-records.js';
export type { PauseRecord } from './pause-acts.js';
export type { ListedPause } from './pause-records.js';
export { PostgresPauseStore } from './postgres-pause-store.js';
