import type { JsonValue } from '#protocol';

/*
 * Events of services and the sagas that wait for them, which the store joins by event and key.
 * Whoever stores an event, and whoever opens a wait, holds the same lock of (event, key) up to the
 * commit, so that one of them sees the other. docs/STORIES.md tells the whole story.
 */

/** An event of a service, under one of the keys that definitions give it. */
export interface ArrivedEvent {
  readonly event: string;
  readonly key: string;
  /** The same event sent twice has the same id. */
  readonly id: string;
  readonly data: JsonValue;
  /** The definition that it is kept for, whose limits count it. */
  readonly definition: string;
  /** How long it is kept, in ms. */
  readonly ttlMs: number;
}

const MIB = 1024 * 1024;

/** How many events, and how many bytes of them, may be kept. */
export const KEPT_EVENTS_MAX = {
  /** For a definition: events of keys that nobody waits for right now. */
  definition: { events: 10_000, bytes: 16 * MIB },
  /** For a key that somebody waits for. */
  key: { events: 1_000, bytes: 16 * MIB },
};

/** Sagas that wait for an event with a key, in order of id. */
export interface WaitingSagas {
  readonly event: string;
  readonly key: string;
  /** Ids after this one; null: all. */
  readonly afterId: string | null;
  readonly limit: number;
}

/** What a store does for events of services. Every method @throws StoreUnavailableError */
export interface AwaitedEvents {
  /**
   * Keeps an event, once for each id. `full`: as much is kept as may be. Sagas that wait are not
   * woken: nobody may wait for a saga while holding the lock of a key.
   */
  keepEvent(event: ArrivedEvent): Promise<'kept' | 'full'>;

  /** Makes sagas that wait due now; gives their ids. */
  wakeWaiting(waiting: WaitingSagas): Promise<readonly string[]>;
}

/** Kept events for a saga's open waits. */
export interface OfferedEvents {
  /** In order of arrival; not those that its waits have looked at before. */
  readonly events: readonly KeptEvent[];
  /** There are more than were read. */
  readonly isMore: boolean;
}

export interface KeptEvent {
  readonly step: string;
  readonly id: string;
  /** When it arrived. */
  readonly at: number;
  readonly data: JsonValue;
  /** Grows with the arrival at its key. */
  readonly seq: number;
}

export interface EventWaitOpening {
  readonly sagaId: string;
  readonly step: string;
  readonly event: string;
  readonly key: string;
}

export interface EventWaitEnd {
  readonly sagaId: string;
  readonly step: string;
}

/** A wait has looked at the kept events up to this one, and took none. */
export interface SeenEvents extends EventWaitEnd {
  readonly seq: number;
}
