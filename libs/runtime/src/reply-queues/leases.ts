import type { KnownPresence } from '#ports';

/*
 * Which replica reads which reply queue (docs/decisions/0085). A replica decides it in the
 * transaction of its beat, which serves one replica at a time, from what it reads there.
 * Nothing that is right depends on it: a reply that another replica takes costs a read.
 */

export type ReplyQueueLease = KnownPresence['replyQueues'][number];

/** Replicas beyond this number have no queue of their own. */
export const HOMES_MAX = 64;
/** A replica that has reported nothing for so long reads nothing. It reports once a second. */
const SILENT_MS = 5_000;

export interface LeaseView {
  /** The replica that decides. */
  readonly id: string;
  readonly known: KnownPresence;
  /** Numbers of queues from which nobody takes, as the broker says. */
  readonly unread: ReadonlySet<number>;
}

/** The leases that the replica takes, or changes. */
export function leasesToTake(view: LeaseView): readonly ReplyQueueLease[] {
  const { id, known } = view;
  const nobodys = leasesOfNobody(view);
  const others = known.replyQueues.filter((lease) => lease.replica !== id);
  const read = others.filter((lease) => !nobodys.includes(lease));
  const own = known.replyQueues.filter((lease) => lease.replica === id);
  const home = own.find(({ isHome }) => isHome) ?? newHome({ id, own, nobodys, read, known });
  const isNew = home !== null && !own.includes(home);
  const rest = nobodys.filter(({ number }) => number !== home?.number);
  const shares = new Set(read.map(({ replica }) => replica)).size + 1;
  const adopted = rest
    .slice(0, Math.ceil(rest.length / shares))
    .map((lease) => taken(id, lease, { isHome: false }));
  const evened = adopted.length > 0 || isNew ? [] : evenOut(id, own, read);
  return [...(isNew ? [home] : []), ...adopted, ...evened];
}

/** Nobody takes from these: their replica is silent or has left, or the broker says so. */
function leasesOfNobody({ id, known, unread }: LeaseView): readonly ReplyQueueLease[] {
  const present = new Set(
    known.replicas
      .filter(({ hasLeft, seenAt }) => !hasLeft && seenAt >= known.at - SILENT_MS)
      .map((replica) => replica.id),
  );
  return known.replyQueues.filter(({ replica, number }) => {
    return replica !== id && (!present.has(replica) || unread.has(number));
  });
}

/** null: all numbers are others' homes. */
function newHome({
  id,
  own,
  nobodys,
  read,
  known,
}: Pick<LeaseView, 'id' | 'known'> & {
  readonly own: readonly ReplyQueueLease[];
  readonly nobodys: readonly ReplyQueueLease[];
  readonly read: readonly ReplyQueueLease[];
}): ReplyQueueLease | null {
  const isHome = true;
  const [kept] = own;
  if (kept) return { ...kept, isHome };
  const left = nobodys[0] ?? spareOfRichest(read, 2);
  if (left) return taken(id, left, { isHome });
  const number = known.replyQueues.length;
  return number < HOMES_MAX ? { number, replica: id, fence: 1, isHome } : null;
}

/** One for each beat: what moves while it is read costs reads. */
function evenOut(
  id: string,
  own: readonly ReplyQueueLease[],
  read: readonly ReplyQueueLease[],
): readonly ReplyQueueLease[] {
  const spare = spareOfRichest(read, own.length + 2);
  return spare === null ? [] : [taken(id, spare, { isHome: false })];
}

/** The last queue that the replica with the most reads for others; null: it has fewer than that. */
function spareOfRichest(
  read: readonly ReplyQueueLease[],
  countMin: number,
): ReplyQueueLease | null {
  const replicas = [...new Set(read.map(({ replica }) => replica))];
  const shares = replicas.map((id) => read.filter(({ replica }) => replica === id));
  const [richest = []] = shares.sort((a, b) => b.length - a.length);
  if (richest.length < countMin) return null;
  return richest.findLast(({ isHome }) => !isHome) ?? null;
}

function taken(
  id: string,
  { number, fence }: ReplyQueueLease,
  { isHome }: Pick<ReplyQueueLease, 'isHome'>,
): ReplyQueueLease {
  return { number, replica: id, fence: fence + 1, isHome };
}
