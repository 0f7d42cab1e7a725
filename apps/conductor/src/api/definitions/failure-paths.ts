import { setImmediate } from 'node:timers/promises';
import { failureMatrixInParts, type FailurePath } from '#simulation';
import { type SagaDefinition } from '#definition';

/** Large definitions have thousands of paths, and this process also has to run sagas. */
const COMPUTE_MS_MAX = 5000;

/**
 * Every way in which a saga of this definition can fail; null: there are too many to compute here.
 */
export async function computeFailurePaths(
  definition: SagaDefinition,
): Promise<readonly FailurePath[] | null> {
  const paths: FailurePath[] = [];
  const until = performance.now() + COMPUTE_MS_MAX;
  for (const path of failureMatrixInParts(definition)) {
    if (path !== null) paths.push(path);
    if (performance.now() > until) return null;
    // yields to the event loop, so that requests, replies and timers are handled in between
    await setImmediate();
  }
  return paths;
}
