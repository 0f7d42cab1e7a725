import { setImmediate } from 'node:timers/promises';
import { failureMatrixInParts, type FailurePath } from '#simulation';
import { type SagaDefinition } from '#definition';

/** Larger definitions have thousands of paths, and this process has sagas to move. */
const COMPUTE_MS_MAX = 5000;

/** Every way a saga of this definition can go wrong; null: there are too many to look at here. */
export async function computeFailurePaths(
  definition: SagaDefinition,
): Promise<readonly FailurePath[] | null> {
  const paths: FailurePath[] = [];
  const until = performance.now() + COMPUTE_MS_MAX;
  for (const path of failureMatrixInParts(definition)) {
    if (path !== null) paths.push(path);
    if (performance.now() > until) return null;
    // requests, replies and timers go in between
    await setImmediate();
  }
  return paths;
}
