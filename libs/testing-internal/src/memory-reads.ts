import type { Outgoing, SagaState } from '#engine';
import type { BatchWork, LoadedBatch, OutboxClaim, StoredSaga } from '#ports';

interface Row {
  readonly state: string;
  readonly wakeAt: number | null;
}

/** What a batch reads of the sagas that are there. */
export function readSagas(
  work: Pick<BatchWork, 'sagaIds' | 'readBytesMax'>,
  rows: ReadonlyMap<string, Row>,
): Pick<LoadedBatch, 'sagas' | 'unread' | 'readBytes'> {
  const sagas = new Map<string, StoredSaga>();
  const unread = unreadOf(work, rows);
  let readBytes = 0;
  for (const id of work.sagaIds) {
    const row = unread.has(id) ? undefined : rows.get(id);
    if (!row) continue;
    readBytes += row.state.length;
    sagas.set(id, { state: JSON.parse(row.state) as SagaState, wakeAt: row.wakeAt });
  }
  return { sagas, unread, readBytes };
}

/** Those whose states do not fit, the smallest first, but for the first of them in the batch. */
function unreadOf(
  { sagaIds, readBytesMax }: Pick<BatchWork, 'sagaIds' | 'readBytesMax'>,
  rows: ReadonlyMap<string, Row>,
): ReadonlySet<string> {
  const bytesOf = (id: string): number => Buffer.byteLength(rows.get(id)?.state ?? '');
  let bytes = 0;
  const fitting = sagaIds
    .toSorted((a, b) => bytesOf(a) - bytesOf(b) || (a < b ? -1 : 1))
    .filter((id) => (bytes += bytesOf(id)) <= readBytesMax);
  return new Set(sagaIds.filter((id) => !fitting.includes(id)).slice(1));
}

/** What a claim of the outbox gets: the first, and more while they fit. */
export function freeOutbox<Row extends { readonly message: Outgoing; readonly leaseUntil: number }>(
  outbox: ReadonlyMap<string, Row>,
  { limit, bytesMax, afterId }: OutboxClaim,
  now: number,
): { readonly rows: readonly Row[]; readonly isCut: boolean } {
  const free = [...outbox]
    .filter(([id, { leaseUntil }]) => leaseUntil <= now && id > (afterId ?? ''))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .slice(0, limit)
    .map(([, row]) => row);
  let bytes = 0;
  const fitting = free.filter(({ message }, index) => {
    bytes += Buffer.byteLength(JSON.stringify(message));
    return index === 0 || bytes <= bytesMax;
  });
  return { rows: fitting, isCut: fitting.length < free.length };
}
