import { useSyncExternalStore } from 'react';

const TICK_MS = 1_000;

const readers = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;
let now = Date.now();

/** One clock for all that tells how long ago something was. */
function subscribe(reader: () => void): () => void {
  readers.add(reader);
  timer ??= setInterval(() => {
    now = Date.now();
    for (const each of readers) each();
  }, TICK_MS);
  return () => {
    readers.delete(reader);
    if (readers.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** In ms since the epoch, once a second. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => now);
}
