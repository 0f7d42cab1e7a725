import type { SagaState } from '../state/saga-state.js';
import { wireName } from './outside.js';

const AT_REST: ReadonlySet<string> = new Set([
  'pending',
  'skipped',
  'succeeded',
  'caught',
  'refused',
  'failed',
  'compensated',
]);

/** Steps that are under way or stuck, each once; an iteration counts for its loop. */
export function activeNames({ steps }: SagaState): string[] {
  const active: string[] = [];
  for (const name in steps) {
    const step = steps[name];
    if (!step || AT_REST.has(step.status)) continue;
    const shown = wireName(name);
    if (!active.includes(shown)) active.push(shown);
  }
  return active;
}
