import type { LocalDelivery, LocalMessage } from '../children/local-messages.js';
import type { Clock, ReportFault } from '#resilience';
import type { OutboxEntry } from '#ports';
import { Turns } from '../queues/turns.js';

export interface LocalEntry extends OutboxEntry {
  readonly message: LocalMessage;
}

export interface LocalDeliveriesOptions {
  readonly local: LocalDelivery;
  readonly clock: Clock;
  readonly report: ReportFault;
  /** Called when an entry is finished; false: it was not delivered, and stays in the outbox. */
  readonly onDone: (entry: LocalEntry, isDelivered: boolean) => void;
}

/** Two full batches: one is being committed while the next one gathers. */
const IN_FLIGHT_MAX = 400;
/** More than these wait in the outbox, for a sweeper to bring them. */
const WAITING_MAX = 2000;
/** How many of one family may wait in any case, so that a large family does not block others. */
const FAMILY_MIN = 100;
/** A recurring fault is reported at this interval, with its count. */
const REPORT_EVERY_MS = 10_000;

/**
 * Delivers messages from saga to saga, a bounded number at a time. Families take turns, and so do
 * messages backward and forward, so that a cancelled saga need not first begin everything it asked
 * for. Either order is correct: a child that is no longer wanted is fenced before it begins.
 */
export class LocalDeliveries {
  private readonly forward = new Turns<LocalEntry>();
  private readonly backward = new Turns<LocalEntry>();
  private isBackwardNext = true;
  private inFlight = 0;
  private unreported = 0;
  private isQuiet = false;

  constructor(private readonly options: LocalDeliveriesOptions) {}

  /** How many more may come from the outbox. */
  get spare(): number {
    return Math.max(0, WAITING_MAX - this.forward.length - this.backward.length);
  }

  /** False: there is no room, and the entry waits in the outbox. */
  add(entry: LocalEntry): boolean {
    const family = familyOf(entry.message);
    const turns = isBackward(entry.message) ? this.backward : this.forward;
    if (this.spare === 0 && turns.lengthOf(family) >= FAMILY_MIN) return false;
    turns.push(family, entry);
    this.deliverNext();
    return true;
  }

  private deliverNext(): void {
    while (this.inFlight < IN_FLIGHT_MAX) {
      const [first, second] = this.isBackwardNext
        ? [this.backward, this.forward]
        : [this.forward, this.backward];
      const entry = first.shift() ?? second.shift();
      if (entry === undefined) return;
      this.isBackwardNext = !this.isBackwardNext;
      this.inFlight++;
      void this.deliver(entry);
    }
  }

  /** Never rejects. */
  private async deliver(entry: LocalEntry): Promise<void> {
    let isDelivered = true;
    try {
      await this.options.local.deliver(entry.message);
    } catch (error) {
      isDelivered = false;
      this.report(entry.message, error);
    }
    this.inFlight--;
    this.options.onDone(entry, isDelivered);
    this.deliverNext();
  }

  /** Reports the first fault at once, and of those that follow soon the latest and the count. */
  private report({ messageId, sagaId }: LocalMessage, error: unknown): void {
    const { clock, report } = this.options;
    this.unreported++;
    if (this.isQuiet) return;
    const more = this.unreported === 1 ? '' : `, and ${this.unreported - 1} others before it`;
    report({ during: `deliver ${messageId}${more}`, error, sagaId });
    this.unreported = 0;
    this.isQuiet = true;
    clock.after(REPORT_EVERY_MS, () => {
      this.isQuiet = false;
    });
  }
}

function familyOf(message: LocalMessage): string {
  return message.type === 'command' ? message.child.root : message.root;
}

function isBackward(message: LocalMessage): boolean {
  return message.type === 'command' && message.direction !== 'execute';
}
