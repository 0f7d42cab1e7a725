import { participantQueue, type MessageBus } from '#bus';
import type { LiveInstances, ParticipantDescription } from '#contracts';
import type { Clock, ReportFault } from '#resilience';
import type { ParticipantDirectory } from '#ports';
import type { RelayBus } from '../outbox/relay-bus.js';
import { inEnvelopes } from './in-envelopes.js';

export interface EnvelopeLimitsOptions {
  readonly directory: Pick<ParticipantDirectory, 'liveInstances'>;
  readonly bus: Pick<MessageBus, 'findQueue'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly report: ReportFault;
  /** The prefix of the names of exchanges and queues. */
  readonly prefix: string;
  /** How many commands one message carries at most, whoever takes it. Below 2: one. */
  readonly carriedMax: number;
  /** Whether every replica of the conductor reads the envelopes that come back. */
  readonly areRepliesRead: () => boolean;
}

/** How often it is looked who reads a queue, as long as there are commands for it. */
const LOOK_EVERY_MS = 5_000;
/** What was seen longer ago is not believed. */
const BELIEVED_MS = 15_000;

interface Seen {
  readonly carriedMax: number;
  readonly at: number;
}

/**
 * How many commands a message to a participant may carry. Those who read one queue may be of
 * different releases, and some may have no library: a message that one of them could not read would
 * cost its commands an attempt. So an envelope needs all of them to have said that they read it;
 * who has said nothing shows in the number of the queue's consumers (decision 0083).
 *
 * Looks only while there are commands. Until it has looked the answer is one.
 */
export class EnvelopeLimits {
  private readonly seen = new Map<string, Seen>();
  /** Told by a description that came here: none until then, by the clock. */
  private readonly noneUntil = new Map<string, number>();
  /** Participants to look at next. */
  private wanted = new Set<string>();
  /** Those, and the ones that are being looked at. */
  private readonly looking = new Set<string>();
  private isBusy = false;

  constructor(private readonly options: EnvelopeLimitsOptions) {}

  /**
   * How many commands a message may carry to a queue with so many consumers: 1 while some of them
   * have not described themselves, and while nobody knows who will read it.
   */
  static carriedMaxBy(live: LiveInstances | null, consumers: number): number {
    const areAllKnown = live !== null && consumers > 0 && consumers <= live.count;
    return areAllKnown ? Math.max(1, live.envelopes) : 1;
  }

  /** A bus that puts as many commands into one message as may be there. */
  packing(bus: RelayBus): RelayBus {
    return inEnvelopes(bus, (participant) => this.carriedMaxOf(participant));
  }

  /** Returns at once. */
  carriedMaxOf(participant: string): number {
    const { carriedMax, areRepliesRead, clock } = this.options;
    if (carriedMax < 2) return 1;
    const now = clock.now();
    const seen = this.seen.get(participant);
    if (seen === undefined || now - seen.at >= LOOK_EVERY_MS) this.look(participant);
    if (seen === undefined || now - seen.at >= BELIEVED_MS || !areRepliesRead()) return 1;
    return now < (this.noneUntil.get(participant) ?? 0) ? 1 : seen.carriedMax;
  }

  /** This replica has kept a description: one that takes no envelopes counts at once. */
  noteDescription({ participant, envelopes = 0 }: ParticipantDescription): void {
    if (envelopes < 2) this.noneUntil.set(participant, this.options.clock.now() + BELIEVED_MS);
    if (this.seen.has(participant)) this.look(participant);
  }

  private look(participant: string): void {
    if (this.looking.has(participant)) return;
    this.looking.add(participant);
    this.wanted.add(participant);
    if (!this.isBusy) void this.lookAtAll();
  }

  /** Never rejects. */
  private async lookAtAll(): Promise<void> {
    const { directory, clock, report } = this.options;
    this.isBusy = true;
    while (this.wanted.size > 0) {
      const participants = this.wanted;
      this.wanted = new Set();
      this.forgetOld();
      const at = clock.now();
      try {
        const live = await directory.liveInstances();
        for (const participant of participants) {
          const carriedMax = await this.lookAt(participant, live.get(participant));
          this.seen.set(participant, { carriedMax, at });
        }
      } catch (error) {
        report({ during: 'look who takes envelopes', error });
        for (const participant of participants) this.seen.set(participant, { carriedMax: 1, at });
      }
      for (const participant of participants) this.looking.delete(participant);
    }
    this.isBusy = false;
  }

  private async lookAt(participant: string, live: LiveInstances | undefined) {
    const { bus, prefix, carriedMax } = this.options;
    if (live === undefined || live.envelopes < 2) return 1;
    const queue = await bus.findQueue(participantQueue(prefix, participant));
    return Math.min(carriedMax, EnvelopeLimits.carriedMaxBy(live, queue?.consumers ?? 0));
  }

  private forgetOld(): void {
    const now = this.options.clock.now();
    for (const [participant, { at }] of this.seen) {
      if (now - at >= BELIEVED_MS) this.seen.delete(participant);
    }
    for (const [participant, until] of this.noneUntil) {
      if (now >= until) this.noneUntil.delete(participant);
    }
  }
}
