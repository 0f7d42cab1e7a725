import type { ChangesSince } from '../changes/change-log.js';
import { mayFollow, type StreamPosition } from '../changes/stream-position.js';

/**
 * Why a listener has to read again what it shows. `too-old`: its position is from before what is
 * kept. `unknown-position`: it is not one of this database, as it runs now. `too-much`: more has
 * happened since than is told one by one. `earlier-release`: a replica runs whose changes are not
 * known.
 */
export type ResetReason = 'too-old' | 'unknown-position' | 'too-much' | 'earlier-release';

/**
 * How old a position may be. Changes are kept for twice as long (`purge-changes.ts`): what a slow
 * transaction writes is older than its commit, and the database's clock may have been set.
 */
export const RESUME_MAX_MS = 5 * 60_000;

/** Why nobody can tell what came after the position; null: `found` is all of it. */
export function resetReason(from: StreamPosition, found: ChangesSince): ResetReason | null {
  if (!mayFollow(from, found.position)) return 'unknown-position';
  if (found.position.at - from.at > RESUME_MAX_MS) return 'too-old';
  return found.isCut ? 'too-much' : null;
}
