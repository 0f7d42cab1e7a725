import type { Schemas } from '../api/api-client.js';
import type { Sender } from '../transport/sender.js';
import { readEvents, type StreamOptions } from './event-stream.js';

export interface WatchSagaOptions extends StreamOptions {
  /** The last version that you know; 0: none, so all of its history comes first. Default 0. */
  readonly after?: number;
  /** Goes on after the end of the saga: its parent may have it undone later. Default false. */
  readonly beyondEnd?: boolean;
}

/** An entry of the history that changed the saga. */
export type SagaEntry = Schemas['HistoryEntry'] & { readonly version: number };

interface WatchedSaga {
  readonly sender: Sender;
  readonly sagaId: string;
  readonly options: WatchSagaOptions;
  readonly findSaga: () => Promise<Schemas['Saga']>;
  /** For an entry that is too large for a stream. */
  readonly findEntry: (version: number) => Promise<SagaEntry>;
}

/** The server says something every 15 seconds. */
const SILENT_MS = 40_000;
const ENDS = new Set(['saga-completed', 'saga-compensated', 'saga-abandoned']);

/** What a saga did and does, each transition once, in order. Ends with the saga. */
export async function* watchSaga({
  sender,
  sagaId,
  options,
  findSaga,
  findEntry,
}: WatchedSaga): AsyncGenerator<SagaEntry, void, undefined> {
  const { after = 0, beyondEnd = false, ...stream } = options;
  if (after > 0 && !beyondEnd && hasEndedBy(await findSaga(), after)) return;
  const path = `/v1/sagas/${encodeURIComponent(sagaId)}/stream`;
  const lastEventId = after === 0 ? '' : String(after);
  const events = readEvents({ ...stream, sender, path, lastEventId, silentMs: SILENT_MS });
  for await (const { name, data } of events) {
    if (name !== 'entry' && name !== 'large-entry') continue;
    const { version } = data as Schemas['LargeEntry'];
    const entry = name === 'entry' ? (data as SagaEntry) : await findEntry(version);
    yield entry;
    if (!beyondEnd && entry.events.some(({ type }) => ENDS.has(type))) return;
  }
}

function hasEndedBy({ endedAt, version }: Schemas['Saga'], known: number): boolean {
  return endedAt !== null && version <= known;
}
