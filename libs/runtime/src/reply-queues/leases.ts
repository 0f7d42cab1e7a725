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
export const SILENT_MS = 5_000;

export interface LeaseView {
  /** The replica that decides. */
  readonly id: string;
  readonly known: KnownPresence;
  /** Numbers of queues from which nobody takes, as the broker says. */
  readonly unread: ReadonlySet<number>;
}

/** All leases, by who reads the queue. */
interface Sorted {
  readonly own: readonly ReplyQueueLease[];
  readonly nobodys: readonly ReplyQueueLease[];
  readonly others: readonly ReplyQueueLease[];
}

/** The leases that the replica takes, or changes. */
export function leasesToTake(view: LeaseView): readonly ReplyQueueLease[] {
  const { id } = view;
  const sorted = sortByReader(view);
  const { own, nobodys, others } = sorted;
  const kept = own.find(({ isHome }) => isHome);
  const home = kept ? null : newHome(id, sorted);
  const rest = nobodys.filter(({ number }) => number !== home?.number);
  const shares = new Set(others.map(({ replica }) => replica)).size + 1;
  const adopted = rest
    .slice(0, Math.ceil(rest.length / shares))
    .map((lease) => taken(id, lease, { isHome: false }));
  if (home !== null) return [home, ...adopted];
  return adopted.length > 0 ? adopted : evenOut(id, sorted);
}

function sortByReader(view: LeaseView): Sorted {
  const nobodys = leasesOfNobody(view);
  const own = view.known.replyQueues.filter(({ replica }) => replica === view.id);
  const read = [...own, ...nobodys];
  return { own, nobodys, others: view.known.replyQueues.filter((each) => !read.includes(each)) };
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
function newHome(id: string, { own, nobodys, others }: Sorted): ReplyQueueLease | null {
  const isHome = true;
  const [kept] = own;
  if (kept) return { ...kept, isHome };
  const left = nobodys[0] ?? spareOfRichest(others, 2);
  if (left) return taken(id, left, { isHome });
  // all are read: these are the numbers from 0 on
  const number = others.length;
  return number < HOMES_MAX ? { number, replica: id, fence: 1, isHome } : null;
}

/** One for each beat: what moves while it is read costs reads. */
function evenOut(id: string, { own, others }: Sorted): readonly ReplyQueueLease[] {
  const spare = spareOfRichest(others, own.length + 2);
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
