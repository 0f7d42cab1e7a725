import { KEPT_EVENTS_MAX, type AwaitedEvents, type BatchWrites, type OfferedEvents } from '#ports';

type EventWrites = Pick<BatchWrites, 'eventWaitsOpened' | 'eventWaitsClosed' | 'eventsSeen'>;
type ArrivedEvent = Parameters<AwaitedEvents['keepEvent']>[0];
type WaitingSagas = Parameters<AwaitedEvents['wakeWaiting']>[0];
type KeptEvent = OfferedEvents['events'][number];
type Opening = BatchWrites['eventWaitsOpened'][number];

type Wait = Opening & { seen: number };

interface Kept extends ArrivedEvent {
  readonly seq: number;
  readonly at: number;
  readonly bytes: number;
  expiresAt: number;
}

/** As many as Postgres is asked for. */
const OFFERED_MAX = 10;

/** Events of services, and the sagas that wait for them, in memory. */
export class MemoryEvents {
  private waits: readonly Wait[] = [];
  readonly kept: Kept[] = [];

  constructor(private readonly now: () => number) {}

  get waitCount(): number {
    return this.waits.length;
  }

  keep(event: ArrivedEvent): 'kept' | 'full' {
    const now = this.now();
    const known = this.kept.find((each) => isSameKey(each, event) && each.id === event.id);
    if (known) {
      known.expiresAt = Math.max(known.expiresAt, known.at + event.ttlMs);
      return 'kept';
    }
    const isWaited = this.waits.some((wait) => isSameKey(wait, event));
    const counted = this.kept.filter((each) =>
      isWaited
        ? isSameKey(each, event)
        : each.definition === event.definition && each.expiresAt > now,
    );
    const bytes = Buffer.byteLength(JSON.stringify(event.data));
    const limits = KEPT_EVENTS_MAX[isWaited ? 'key' : 'definition'];
    const used = counted.reduce((sum, each) => sum + each.bytes, bytes);
    if (counted.length >= limits.events || used > limits.bytes) return 'full';
    const seq = (this.kept.at(-1)?.seq ?? 0) + 1;
    this.kept.push({ ...event, seq, at: now, bytes, expiresAt: now + event.ttlMs });
    return 'kept';
  }

  waitingFor({ afterId, limit, ...of }: WaitingSagas): readonly string[] {
    const ids = this.waits.filter((wait) => isSameKey(wait, of)).map(({ sagaId }) => sagaId);
    const after = [...new Set(ids)].filter((id) => afterId === null || id > afterId);
    return after.sort().slice(0, limit);
  }

  offeredTo(sagaIds: readonly string[]): ReadonlyMap<string, OfferedEvents> {
    const offered = new Map<string, { events: KeptEvent[]; isMore: boolean }>();
    for (const wait of this.waits) {
      if (!sagaIds.includes(wait.sagaId)) continue;
      const found = this.kept.filter((each) => isSameKey(each, wait) && each.seq > wait.seen);
      if (found.length === 0) continue;
      const known = offered.get(wait.sagaId) ?? { events: [], isMore: false };
      for (const { id, at, data, seq } of found.slice(0, OFFERED_MAX)) {
        known.events.push({ step: wait.step, id, at, data, seq });
      }
      known.isMore ||= found.length > OFFERED_MAX;
      offered.set(wait.sagaId, known);
    }
    return offered;
  }

  /** Gives the sagas that opened a wait and for which an event is kept. */
  write(
    { eventWaitsOpened, eventWaitsClosed, eventsSeen }: EventWrites,
    isWritten: (sagaId: string) => boolean,
  ): readonly string[] {
    const opened = eventWaitsOpened
      .filter(({ sagaId }) => isWritten(sagaId))
      .map((wait) => ({ ...wait, seen: 0 }));
    const gone = [...eventWaitsClosed, ...opened];
    const stay = this.waits.filter((wait) => !gone.some((each) => isSameWait(each, wait)));
    this.waits = [...stay, ...opened];
    for (const { seq, ...of } of eventsSeen) {
      const wait = this.waits.find((each) => isSameWait(each, of));
      if (wait) wait.seen = Math.max(wait.seen, seq);
    }
    const matched = opened.filter((wait) => this.kept.some((each) => isSameKey(each, wait)));
    return [...new Set(matched.map(({ sagaId }) => sagaId))];
  }
}

interface EventKey {
  readonly event: string;
  readonly key: string;
}

function isSameKey(one: EventKey, other: EventKey): boolean {
  return one.event === other.event && one.key === other.key;
}

interface WaitPlace {
  readonly sagaId: string;
  readonly step: string;
}

function isSameWait(one: WaitPlace, other: WaitPlace): boolean {
  return one.sagaId === other.sagaId && one.step === other.step;
}
