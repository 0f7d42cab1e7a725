import { ConductorError } from '../errors/conductor-error.js';
import { UnreachableError } from '../errors/own-errors.js';
import { pause } from '../transport/pause.js';
import { Connection, type ConnectionOptions } from './connection.js';

export interface StreamedEvent {
  readonly name: string;
  readonly data: unknown;
  /** A connection after the first one brought it: it may have come before. */
  readonly isAfterCut: boolean;
}

export interface StreamOptions {
  /** Ends it: the iterator rejects with the reason of the signal. */
  readonly signal?: AbortSignal;
  /** Told of every cut, before the stream is connected again. */
  readonly onCut?: (error: ConductorError) => void;
}

interface StreamRequest extends Omit<ConnectionOptions, 'signal'>, StreamOptions {
  /** Goes on after this; empty: from the beginning. */
  readonly lastEventId: string;
}

const RECONNECT_MS = 2_000;
const RECONNECT_MAX_MS = 30_000;

/**
 * The events of one stream, across connections: whatever cuts it, it goes on after the last event
 * that was given. The first connection is tried as often as any call; later ones until the signal
 * ends it, or the conductor says that this caller may not.
 *
 * @throws ConductorError; the reason of the signal
 */
export async function* readEvents(
  request: StreamRequest,
): AsyncGenerator<StreamedEvent, void, undefined> {
  const { signal, onCut } = request;
  let lastId = request.lastEventId;
  let wasOpen = false;
  let failures = 0;
  for (;;) {
    const connection = new Connection(request, lastId);
    let cut: ConductorError;
    try {
      for await (const { name, data } of connection.events()) {
        failures = 0;
        yield { name, data: JSON.parse(data) as unknown, isAfterCut: wasOpen };
      }
      cut = new UnreachableError(request.sender.baseUrl, 'the stream was ended');
    } catch (error) {
      if (!(error instanceof ConductorError) || !error.isPassing) throw error;
      cut = error;
    } finally {
      connection.close();
    }
    wasOpen ||= connection.isOpen;
    lastId = connection.lastId;
    failures += 1;
    const delayMs = wasOpen
      ? reconnectDelayMs(cut, connection.retryMs, failures)
      : request.sender.delayAfter(cut, failures);
    if (delayMs === null) throw cut;
    onCut?.(cut);
    await pause(delayMs, signal);
  }
}

function reconnectDelayMs(
  { retryAfterMs }: ConductorError,
  retryMs: number | null,
  failures: number,
): number {
  const doubled = (retryMs ?? RECONNECT_MS) * 2 ** (failures - 1);
  return Math.max(retryAfterMs ?? 0, Math.min(doubled, RECONNECT_MAX_MS));
}
