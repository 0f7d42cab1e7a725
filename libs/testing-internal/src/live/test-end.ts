import { LIVE } from './live-messages.js';

/** Where tests/live-messages.setup.ts looks, without loading anything of ours. */
const HOOK = Symbol.for('conductor.live-messages');

const settling = new Map<object, () => Promise<void>>();

/** Before a test ends all that was published until then is looked at; what is wrong fails it. */
export function settleBeforeTestEnds(tap: object, settle: () => Promise<void>): void {
  settling.set(tap, settle);
  (globalThis as Record<symbol, unknown>)[HOOK] = endOfTest;
}

export function forget(tap: object): void {
  settling.delete(tap);
}

async function endOfTest(): Promise<void> {
  for (const settle of settling.values()) await settle();
  const [first, ...others] = LIVE.faults.splice(0);
  if (first === undefined) return;
  const more = others.length === 0 ? '' : `\n\nand ${others.length} more like it`;
  throw new Error(`${first}${more}`);
}
