/**
 * What a listener has been told: all that a snapshot of the database saw. The same in every
 * replica, so that a stream goes on at any of them.
 */
export interface StreamPosition {
  /** When the snapshot was taken, by the database's clock, in ms since the epoch. */
  readonly at: number;
  /** When the server started: a standby that took over may not have all that this one had. */
  readonly server: string;
  /** As `pg_current_snapshot()` writes it: `xmin:xmax:xip,…`. */
  readonly snapshot: string;
}

/** Transactions that a position has not seen: those in the list, and all from `from` on. */
export interface UnseenTransactions {
  readonly from: string;
  readonly among: readonly string[];
}

/** A listener sends its position back in a header: more transactions at once are not listed. */
const LISTED_MAX = 200;
/** 19 digits always fit the 64 bits of a transaction's id. */
const FORM = /^(\d{1,15})\.(\d{1,15})\.((\d{1,19}):(\d{1,19}):((?:\d{1,19},)*\d{1,19})?)$/;
const CHARS_MAX = 4500;

/** As an event's `id`. */
export function formatPosition({ at, server, snapshot }: StreamPosition): string {
  const { from, among } = unseenBy(snapshot);
  if (among.length <= LISTED_MAX) return `${at}.${server}.${snapshot}`;
  // all from the oldest of them on count as unseen: some are told twice, none is left out
  const [oldest = from] = snapshot.split(':');
  return `${at}.${server}.${oldest}:${oldest}:`;
}

/** null: it is not one. */
export function parsePosition(text: string): StreamPosition | null {
  if (text.length > CHARS_MAX) return null;
  const [, at = '', server = '', snapshot = '', , , among = ''] = FORM.exec(text) ?? [];
  if (snapshot === '' || among.split(',').length > LISTED_MAX) return null;
  return { at: Number(at), server, snapshot };
}

export function unseenBy(snapshot: string): UnseenTransactions {
  const [, from = '0', among = ''] = snapshot.split(':');
  return { from, among: among === '' ? [] : among.split(',') };
}

/** Whether `later` may be a snapshot of the same database, taken later by the same server. */
export function mayFollow(earlier: StreamPosition, later: StreamPosition): boolean {
  if (earlier.server !== later.server) return false;
  return BigInt(unseenBy(earlier.snapshot).from) <= BigInt(unseenBy(later.snapshot).from);
}
