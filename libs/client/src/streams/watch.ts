import type { ApiPaths, Schemas } from '../api/api-client.js';
import type { Sender } from '../transport/sender.js';
import { readEvents, type StreamOptions } from './event-stream.js';

/** As of the list of sagas, and `kind`: types of events of a history, with commas. */
export type WatchFilter = Omit<
  NonNullable<ApiPaths['/v1/stream']['get']['parameters']['query']>,
  'lastEventId' | 'heartbeat'
>;

/**
 * `open`: from now on nothing is lost; comes first. `change`: a saga did something. `reset`:
 * something cannot be told any more, so read again what you show; it goes on by itself.
 */
export type WatchNews =
  | { readonly kind: 'open' }
  | { readonly kind: 'change'; readonly change: Schemas['SagaChange'] }
  | { readonly kind: 'reset'; readonly reason: Schemas['StreamReset']['reason'] };

/** Heartbeats come every two seconds. */
const SILENT_MS = 10_000;
/** Changes of before a cut that are known again; what comes again is a few seconds old. */
const KNOWN_MAX = 10_000;

/** What all sagas do that match, as it is committed, each change once. Never ends by itself. */
export async function* watchSagas(
  sender: Sender,
  filter: WatchFilter,
  options: StreamOptions,
): AsyncGenerator<WatchNews, void, undefined> {
  const query = new URLSearchParams({ heartbeat: 'true' });
  for (const [name, value] of Object.entries(filter)) {
    if (value !== undefined) query.set(name, String(value));
  }
  const path = `/v1/stream?${query}`;
  const stream = readEvents({ ...options, sender, path, lastEventId: '', silentMs: SILENT_MS });
  const known = new Set<string>();
  let isOpen = false;
  for await (const { name, data } of stream) {
    if (name === 'open' && !isOpen) {
      isOpen = true;
      yield { kind: 'open' };
    } else if (name === 'saga') {
      const change = data as Schemas['SagaChange'];
      if (isNew(known, `${change.sagaId}/${change.version}`)) yield { kind: 'change', change };
    } else if (name === 'reset') {
      yield { kind: 'reset', reason: (data as Schemas['StreamReset']).reason };
    }
  }
}

function isNew(known: Set<string>, key: string): boolean {
  if (known.has(key)) return false;
  known.add(key);
  const [oldest] = known;
  if (known.size > KNOWN_MAX && oldest !== undefined) known.delete(oldest);
  return true;
}
