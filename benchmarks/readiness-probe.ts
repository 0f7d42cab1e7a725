import { setTimeout as delay } from 'node:timers/promises';

export interface ProbeResult {
  /** How often each answer came: `ready`, `degraded`, `503`, `no answer`. */
  readonly answers: Readonly<Record<string, number>>;
  /** In ms, ascending. */
  readonly latencies: readonly number[];
}

const EVERY_MS = 200;
const ANSWER_MAX_MS = 30_000;

/** Asks a conductor whether it is ready, five times a second, until the signal. */
export async function probeReadiness(url: string, signal: AbortSignal): Promise<ProbeResult> {
  const answers: Record<string, number> = {};
  const latencies: number[] = [];
  while (!signal.aborted) {
    const beginAt = performance.now();
    const answer = await readyAnswer(url);
    latencies.push(performance.now() - beginAt);
    answers[answer] = (answers[answer] ?? 0) + 1;
    await delay(EVERY_MS, undefined, { signal }).catch(() => undefined);
  }
  return { answers, latencies: latencies.sort((a, b) => a - b) };
}

async function readyAnswer(url: string): Promise<string> {
  try {
    const answer = await fetch(`${url}/health/ready`, {
      signal: AbortSignal.timeout(ANSWER_MAX_MS),
    });
    const { status } = (await answer.json()) as { readonly status?: string };
    return answer.ok ? (status ?? String(answer.status)) : String(answer.status);
  } catch {
    return 'no answer'; // counted as that
  }
}
