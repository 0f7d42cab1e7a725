import { setTimeout as delay } from 'node:timers/promises';

export interface ProbeOptions {
  /** Something that only a broker that works can answer. Whatever it answers, it is there. */
  readonly ask: () => Promise<unknown>;
  /** While this holds no answer is due: it was asked to wait, or makes us wait. */
  readonly isExcused: () => boolean;
  /** The broker did not answer. Called once, and then it is not asked any more. */
  readonly onSilence: () => void;
  readonly signal: AbortSignal;
}

const ASK_EVERY_MS = 2_000;
/** An answer may take so many ticks of a second. */
const PATIENCE_TICKS = 5;
const TICK_MS = 1_000;

/**
 * Asks a broker whether it is there, for as long as the connection lasts. A broker that is frozen,
 * or a network that swallows everything, keeps the connection open: heartbeats notice it after 20
 * to 30 s, this does after 7 s.
 *
 * Patience is counted in ticks: when this process was stopped itself, one of them has passed, and
 * the answer that waits in the socket is read before the next.
 */
export async function probeConnection(options: ProbeOptions): Promise<void> {
  const { signal, onSilence } = options;
  while (await wait(ASK_EVERY_MS, signal)) {
    if (options.isExcused()) continue;
    if (await isAnswered(options)) continue;
    if (!signal.aborted) onSilence();
    return;
  }
}

async function isAnswered({ ask, isExcused, signal }: ProbeOptions): Promise<boolean> {
  // an error is an answer, or the end of the connection, which is noticed by others
  const asked = ask().then(
    () => true,
    () => true,
  );
  for (let tick = 0; tick < PATIENCE_TICKS; tick++) {
    const isOver = await Promise.race([asked, wait(TICK_MS, signal).then((goesOn) => !goesOn)]);
    if (isOver || isExcused()) return true;
  }
  return false;
}

/** Whether there was nothing to end it. */
async function wait(ms: number, signal: AbortSignal): Promise<boolean> {
  try {
    await delay(ms, null, { signal, ref: false });
    return true;
  } catch {
    // the connection is gone: that is all an abort says
    return false;
  }
}
