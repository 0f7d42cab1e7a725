import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { type EffectCounts, type Effects, mergeEffects } from './figures/effects.js';

const REQUEST = 'effects';

/** In a participant: lets the benchmark ask what it did. */
export function answerEffectRequests(counts: EffectCounts): void {
  process.on('message', (message) => {
    if (message === REQUEST) process.send?.(counts.take());
  });
}

/** What these processes did since they were last asked. */
export async function requestEffects(children: readonly ChildProcess[]): Promise<Effects> {
  const answers = children.map(async (child) => {
    child.send(REQUEST);
    const [effects] = (await once(child, 'message')) as [Effects];
    return effects;
  });
  return mergeEffects(await Promise.all(answers));
}
