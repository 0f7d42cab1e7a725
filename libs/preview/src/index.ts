export { previewHash } from './preview-hash.js';
export { sequelInParts } from './sequel/sequel.js';
export type { EndOfSequel, Sequel } from './sequel/sequel.js';
export type { FollowedCommand, FollowedWait } from './sequel/followed.js';
