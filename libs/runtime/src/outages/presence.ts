import type { Outage } from '#engine';
import type { KnownPresence, PastOutage, PresenceWrites, ReplicaPresence } from '#ports';

/*
 * How replicas detect outages (docs/decisions/0052). Each reports once a second that it is present,
 * in the store and by the store's clock. So a gap is an outage of the store or of the replica.
 */

type KnownReplicas = Omit<KnownPresence, 'replyQueues'>;
/** All but who reads which reply queue, which is decided by itself. */
type PresenceNote = Omit<PresenceWrites, 'replyQueues'>;

/** A replica reports so often, and looks then whether another one has gone. */
export const BEAT_MS = 1_000;
/** A longer gap between two reports is an outage. */
export const GAP_MS = 2_500;
/**
 * A replica that is stopped, or that the broker cannot reach, has replies in hand. The broker gives
 * them to others when it has missed two to three heartbeats, which are 10 s.
 */
const GONE_MS = 30_000;
/** An outage counts this much longer, because everything it affected needs time to recover. */
const RECOVERY_MS = 10_000;

/** What a replica reports about itself. */
export interface Beat {
  readonly id: string;
  /** For how long it has been without the broker; null: it has the broker. */
  readonly brokerLostForMs: number | null;
  /** Times without the broker that ended since the last beat. */
  readonly brokerOutages: readonly { readonly fromMsAgo: number; readonly toMsAgo: number }[];
  readonly isLeaving: boolean;
}

/** What is to be written for a beat. */
export function noteBeat(beat: Beat, { at, replicas }: KnownReplicas): PresenceNote {
  const others = replicas.filter(({ id }) => id !== beat.id);
  const own = replicas.find(({ id }) => id === beat.id);
  const old = others.filter(({ seenAt }) => seenAt < at - GONE_MS);
  const outages = [
    ...brokerOutages(beat, { at, replicas: others }),
    ...gap(own?.seenAt ?? lastOfAll({ at, replicas }), at),
    ...old.filter(({ hasLeft }) => !hasLeft).map(({ seenAt }) => silence(seenAt, seenAt + GONE_MS)),
  ];
  const { id, brokerLostForMs, isLeaving: hasLeft } = beat;
  const brokerLostAt = brokerLostForMs === null ? null : at - brokerLostForMs;
  return {
    replica: { id, seenAt: at, brokerLostAt, hasLeft, readsEnvelopes: true },
    gone: old.map((replica) => replica.id),
    outages,
  };
}

/** Whether every replica that may take replies reads envelopes. */
export function doAllReadEnvelopes({ at, replicas }: KnownReplicas): boolean {
  return replicas.every(({ readsEnvelopes, hasLeft, seenAt }) => {
    return readsEnvelopes || hasLeft || seenAt < at - GONE_MS;
  });
}

/** What was away, and what still is, with the time that everybody needs to come back. */
export function outagesKnown(
  { at, replicas }: KnownReplicas,
  past: readonly Outage[],
): readonly Outage[] {
  return [...past, ...openOutages({ at, replicas })].map(({ from, to }) => {
    return { from, to: to + RECOVERY_MS };
  });
}

function openOutages({ at, replicas }: KnownReplicas): readonly Outage[] {
  const silentSince = lastOfAll({ at, replicas });
  if (silentSince !== null) return gap(silentSince, at);
  return replicas.flatMap((replica) => {
    const { seenAt, brokerLostAt, hasLeft } = replica;
    if (hasLeft) return [];
    if (!isThere(replica, at)) return [{ from: seenAt, to: Math.min(at, seenAt + GONE_MS) }];
    if (brokerLostAt === null) return [];
    return [{ from: brokerLostAt, to: endWithOthers(brokerLostAt, { at, replicas }) }];
  });
}

function brokerOutages(
  { brokerOutages: ended }: Beat,
  { at, replicas: others }: KnownReplicas,
): readonly PastOutage[] {
  return ended.map(({ fromMsAgo, toMsAgo }) => {
    const [from, to] = [at - fromMsAgo, at - toMsAgo];
    const what = 'broker' as const;
    return { what, from, to: Math.min(to, endWithOthers(from, { at, replicas: others })) };
  });
}

/** While others are with the broker, one replica's trouble is theirs before long. */
function endWithOthers(from: number, { at, replicas }: KnownReplicas): number {
  const isAnyConnected = replicas.some((each) => isThere(each, at) && each.brokerLostAt === null);
  return isAnyConnected ? Math.min(at, from + GONE_MS) : at;
}

function isThere({ seenAt, hasLeft }: ReplicaPresence, at: number): boolean {
  return !hasLeft && seenAt >= at - GAP_MS;
}

/** Nobody was there since: all were stopped, or the store was away. null: somebody is. */
function lastOfAll({ at, replicas }: KnownReplicas): number | null {
  if (replicas.length === 0 || replicas.some((each) => isThere(each, at))) return null;
  return Math.max(...replicas.map(({ seenAt }) => seenAt));
}

function gap(from: number | null, to: number): readonly PastOutage[] {
  return from === null || to - from <= GAP_MS ? [] : [silence(from, to)];
}

function silence(from: number, to: number): PastOutage {
  return { what: 'silence', from, to };
}
