import type { SagaEvent, Timeline } from '#engine';
import type { components } from '../../../api/schema';

type HistoryEntry = components['schemas']['HistoryEntry'];

/** One transition of a saga, or a reply that changed nothing, as the engine reads it. */
export type Happening = Timeline.Happening;

/** The API has instants as texts, the engine as milliseconds. */
export function happeningOf({ version, at, input, events, ignored }: HistoryEntry): Happening {
  return {
    version,
    at: Date.parse(at),
    input: input as Happening['input'],
    events: events.map(eventOf),
    ignored,
  };
}

/** Its place in addresses: `37`, or of a reply that changed nothing `late-1795987530457`. */
export function keyOf({ version, at }: Pick<Happening, 'version' | 'at'>): string {
  return version === null ? `late-${at}` : String(version);
}

/** Instants of an event's own. What sagas, commands and signals carry is not read. */
const INSTANTS = new Set(['since', 'dueAt', 'checkAt', 'deadlineAt', 'firstIssuedAt']);
/** Parts of an event that have instants. */
const PARTS = new Set(['locks', 'event', 'waits']);

function eventOf(event: HistoryEntry['events'][number]): SagaEvent {
  return partOf(event) as unknown as SagaEvent;
}

function partOf(part: object): object {
  const fields = Object.entries(part).map(([name, value]: [string, unknown]) => [
    name,
    fieldOf(name, value),
  ]);
  return Object.fromEntries(fields) as object;
}

function fieldOf(name: string, value: unknown): unknown {
  if (INSTANTS.has(name) && typeof value === 'string') return Date.parse(value);
  if (!PARTS.has(name) || typeof value !== 'object' || value === null) return value;
  return Array.isArray(value) ? value.map((each) => partOf(each as object)) : partOf(value);
}
