import type { Outage } from '#engine';
import { outagesKnown } from '#runtime';
import {
  type KnownPresence,
  type PastOutage,
  type PresenceStore,
  type PresenceWrites,
  type ReplicaPresence,
} from '#ports';
import type { StoreFaults } from './store-faults.js';

/** Which replicas are there, in memory. */
export class MemoryPresenceStore implements PresenceStore {
  readonly replicas = new Map<string, ReplicaPresence>();
  readonly past: PastOutage[] = [];
  readonly replyQueues = new Map<number, KnownPresence['replyQueues'][number]>();

  constructor(
    private readonly now: () => number,
    private readonly faults: StoreFaults,
  ) {}

  async touch(beat: Parameters<PresenceStore['touch']>[0]): Promise<KnownPresence | null> {
    await this.faults.beforeTransaction();
    const known = this.known();
    const { at } = known;
    const own = this.replicas.get(beat.id);
    if (!own || own.hasLeft || !own.readsEnvelopes || own.seenAt < at - beat.gapMs) return null;
    const brokerLostAt = beat.brokerLostForMs === null ? null : at - beat.brokerLostForMs;
    this.replicas.set(beat.id, { ...own, seenAt: at, brokerLostAt });
    return known;
  }

  async note(decide: (known: KnownPresence) => PresenceWrites): Promise<void> {
    await this.faults.beforeTransaction();
    const { replica, gone, outages, replyQueues } = decide(this.known());
    for (const id of gone) this.replicas.delete(id);
    this.replicas.set(replica.id, replica);
    this.past.push(...outages);
    for (const lease of replyQueues) this.replyQueues.set(lease.number, lease);
  }

  outages(): readonly Outage[] {
    return outagesKnown(this.known(), this.past);
  }

  private known(): KnownPresence {
    const replyQueues = [...this.replyQueues.values()].sort((a, b) => a.number - b.number);
    return { at: this.now(), replicas: [...this.replicas.values()], replyQueues };
  }
}
