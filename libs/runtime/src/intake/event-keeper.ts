import type { IntakeRequest } from '#contracts';
import { compileEventKey, eventKeyOf } from '#definition';
import type { AwaitedEventCatalog, AwaitedEvents } from '#ports';
import type { JsonValue } from '#protocol';

type EventRequest = Extract<IntakeRequest, { type: 'event' }>;
type Ways = Awaited<ReturnType<AwaitedEventCatalog['awaitedBy']>>;
type KeyMapping = NonNullable<ReturnType<typeof compileEventKey>>;

/** Sagas that one transaction makes due. */
const WAKE_MAX = 500;
/** Compiled templates kept at once; more only cost compiling. */
const COMPILED_MAX = 1000;

/** What an event is kept under. */
interface WantedKey {
  readonly key: string;
  /** Definitions whose sagas may wait for it. */
  readonly definitions: string[];
  ttlMs: number;
}

/**
 * Keeps events for sagas that wait for them, or will. The store keeps each once under each key that
 * definitions give it, and makes the sagas due that wait for it: this is done when the event may be
 * acknowledged. A saga that begins to wait at the same time finds the event by itself.
 */
export class EventKeeper {
  private readonly compiled = new Map<string, KeyMapping | null>();

  constructor(
    private readonly parts: {
      readonly catalog: AwaitedEventCatalog;
      readonly store: AwaitedEvents;
      /** Sagas are due now. */
      readonly noteDue: () => void;
    },
  ) {}

  /** Why some definition does not get the event; empty: all do. @throws StoreUnavailableError */
  async keep({ event, id, data }: EventRequest): Promise<readonly string[]> {
    const ways = await this.parts.catalog.awaitedBy(event);
    if (ways.length === 0) return [];
    const { wanted, faults } = this.keysOf(ways, data);
    for (const { key, definitions, ttlMs } of wanted) {
      if (await this.keepFor(definitions, { event, key, id, data, ttlMs })) {
        await this.wake(event, key);
      } else {
        const names = definitions.join(', ');
        faults.push(`${names}: nobody waits for it yet, and as many events are kept as may be`);
      }
    }
    return faults;
  }

  /** Counted by the first definition that has room. */
  private async keepFor(
    definitions: readonly string[],
    arrived: Omit<Parameters<AwaitedEvents['keepEvent']>[0], 'definition'>,
  ): Promise<boolean> {
    for (const definition of definitions) {
      const outcome = await this.parts.store.keepEvent({ ...arrived, definition });
      if (outcome === 'kept') return true;
    }
    return false;
  }

  private async wake(event: string, key: string): Promise<void> {
    const { store, noteDue } = this.parts;
    let afterId: string | null = null;
    do {
      const woken: readonly string[] = await store.wakeWaiting({
        event,
        key,
        afterId,
        limit: WAKE_MAX,
      });
      if (woken.length > 0) noteDue();
      afterId = woken.length < WAKE_MAX ? null : (woken.at(-1) ?? null);
    } while (afterId !== null);
  }

  /**
   * A version that new sagas no longer take may know the event in an older form: what it cannot
   * evaluate is a fault only if no other version of its definition gives a key.
   */
  private keysOf(ways: Ways, data: JsonValue) {
    const wanted = new Map<string, WantedKey>();
    const faults: { readonly name: string; readonly isCurrent: boolean; readonly text: string }[] =
      [];
    for (const { name, version, isCurrent, eventKey, ttlMs } of ways) {
      const mapping = this.compile(eventKey);
      const named = mapping === null ? NO_KEY : eventKeyOf(mapping, data);
      if ('error' in named) {
        const text = `${name}@${version}: ${named.error.code}: ${named.error.message}`;
        faults.push({ name, isCurrent, text });
        continue;
      }
      const known = wanted.get(named.key) ?? { key: named.key, definitions: [], ttlMs: 0 };
      if (!known.definitions.includes(name)) known.definitions.push(name);
      known.ttlMs = Math.max(known.ttlMs, ttlMs);
      wanted.set(named.key, known);
    }
    const keys = [...wanted.values()];
    const isKept = (name: string): boolean =>
      keys.some(({ definitions }) => definitions.includes(name));
    const told = faults.filter(({ name, isCurrent }) => isCurrent || !isKept(name));
    return { wanted: keys, faults: told.map(({ text }) => text) };
  }

  private compile(eventKey: string): KeyMapping | null {
    const known = this.compiled.get(eventKey);
    if (known !== undefined) return known;
    const mapping = compileEventKey(eventKey);
    this.compiled.set(eventKey, mapping);
    const [oldest] = this.compiled.keys();
    if (this.compiled.size > COMPILED_MAX && oldest !== undefined) this.compiled.delete(oldest);
    return mapping;
  }
}

const NO_KEY = {
  error: { code: 'EVENT_KEY_INVALID', message: '`eventKey` does not compile any more' },
} as const;
