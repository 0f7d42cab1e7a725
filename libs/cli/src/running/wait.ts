import { parseDuration } from '#protocol';
import { fillPath } from '../api/paths.js';
import { usage } from '../ending/errors.js';
import { isAtRest, type Saga } from '../sagas/saga.js';
import type { Session } from '../session/session.js';

/** One call waits at most so long. */
const CALL_MAX_MS = 60_000;

/** How long to wait, in ms. @throws CliError CLI_USAGE when it is no duration */
export function durationOf(text: string, option: string): number {
  const ms = parseDuration(text);
  if (ms !== null) return ms;
  throw usage(`${option} ${text} is no time.`, 'Such as 30s, 5m or 1h.');
}

/** A saga at rest, or as it is when the time is up or somebody interrupts. */
export async function waitForRest(id: string, within: string, session: Session): Promise<Saga> {
  const endAt = performance.now() + durationOf(within, '--wait');
  const path = fillPath('/v1/sagas/{id}', { id });
  for (;;) {
    const left = Math.round(endAt - performance.now());
    const wait = `${Math.max(0, Math.min(CALL_MAX_MS, left))}ms`;
    const query = left > 0 ? { wait } : {};
    const saga = (await session.api.send({ method: 'GET', path, query })).body as Saga;
    if (isAtRest(saga) || left <= 0 || session.surroundings.interrupted.aborted) return saga;
  }
}
