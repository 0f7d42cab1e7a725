import { setTimeout as delay } from 'node:timers/promises';

export interface ProbeOptions {
  /** A question that only a working broker can answer. Any answer shows that it works. */
  readonly ask: () => Promise<unknown>;
  /** While this holds no answer is expected: the broker asked us to wait, or we stopped reading. */
  readonly isExcused: () => boolean;
  /** The broker did not answer. Called once, and then probing stops. */
  readonly onSilence: () => void;
  readonly signal: AbortSignal;
}

const ASK_EVERY_MS = 2_000;
/** How many ticks of one second an answer may take. */
const PATIENCE_TICKS = 5;
const TICK_MS = 1_000;

/**
 * Probes a broker for as long as the connection lasts. A frozen broker, or a network that drops
 * everything, leaves the connection open: heartbeats notice it after 20 to 30 s, this after 7 s.
 *
 * The limit counts ticks, not time: if this process itself was suspended, only one tick has passed,
 * and the answer waiting in the socket is read before the next.
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
  // an error is an answer too, or means that the connection ended, which others notice
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

/** false: the signal was aborted meanwhile. */
async function wait(ms: number, signal: AbortSignal): Promise<boolean> {
  try {
    await delay(ms, null, { signal, ref: false });
    return true;
  } catch {
    // the connection is gone, and that is all an abort reports
    return false;
  }
}
