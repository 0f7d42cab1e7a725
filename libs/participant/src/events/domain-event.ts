import { conductorNames, conductorTopology, type OutgoingMessage, type Topology } from '#bus';
import { MESSAGE_BYTES_MAX, parseBoundedJson, UNSTORABLE_TEXT, type JsonValue } from '#protocol';
import { readTrace, traceHeaders } from '#contracts';
import { UnwritableError, writeJson } from '#duties';

/** Something that happened in a service, published for any listener. */
export interface DomainEvent {
  /**
   * The event's name and routing key: words with dots between them, `order.placed`. Not `saga.…`.
   */
  readonly event: string;
  /** As JSON, with its name and id: at most 1 MiB and 30 levels deep. */
  readonly data: JsonValue;
  /**
   * Events with the same key are published one after the other, in the order of `publish`. Default:
   * no key, and no order.
   */
  readonly key?: string;
  /**
   * False, the default: an event that no queue is bound to is dropped. True: it is kept and retried
   * (after 1 to 60 s, with growing pauses), and later events of its key wait behind it.
   */
  readonly mustBeRouted?: boolean;
}

/** The event's name or content cannot be published: a mistake in the service. */
export class EventUnusableError extends Error {
  readonly code = 'EVENT_UNUSABLE';
  constructor(
    readonly event: string,
    detail: string,
  ) {
    super(`the event "${event}" cannot be published: ${detail}`);
  }
}

/** An event as it is stored until it is published. */
export interface StoredEvent {
  readonly eventId: string;
  readonly event: string;
  /** JSON. */
  readonly data: string;
  /** In ms since the epoch. */
  readonly createdAt: number;
  /** W3C trace context of the command whose handler published it; null: there is none. */
  readonly traceparent: string | null;
  readonly tracestate: string | null;
}

/** AMQP allows a routing key 255 bytes. */
const NAME_LENGTH_MAX = 200;
const KEY_LENGTH_MAX = 200;
const NAME = /^[A-Za-z][A-Za-z0-9_-]*(\.[A-Za-z0-9_-]+)*$/;
const NOT_A_NAME = `a name is words with dots between, of at most ${NAME_LENGTH_MAX} characters`;
/** The conductor's own events on the same exchange have these names. */
const RESERVED = /^saga\./;

/** The data as JSON. @throws EventUnusableError */
export function checkedData({ event, data, key }: DomainEvent, eventId: string): string {
  const refuse = (detail: string): never => {
    throw new EventUnusableError(event, detail);
  };
  if (!isName(event)) refuse(NOT_A_NAME);
  if (RESERVED.test(event)) refuse('names under saga. are the conductor’s own');
  if (key !== undefined && !isKey(key)) {
    refuse(`a key has 1 to ${KEY_LENGTH_MAX} characters, and no U+0000`);
  }
  const text = writtenData(data, refuse);
  const check = parseBoundedJson(bodyOf({ event, eventId, data: text }));
  return check.ok ? text : refuse(`${check.reason}: ${check.detail}`);
}

function writtenData(data: unknown, refuse: (detail: string) => never): string {
  try {
    return writeJson(data);
  } catch (error) {
    return refuse(`its data: ${error instanceof UnwritableError ? error.message : String(error)}`);
  }
}

/**
 * The packet and properties that a Nest microservice (`@EventPattern`) recognizes as an event.
 *
 * @throws EventUnusableError: somebody else changed its row
 */
export function eventMessage(
  stored: StoredEvent,
  options: { readonly prefix: string; readonly service: string },
): OutgoingMessage {
  const body = bodyOf(stored);
  const fault = faultOf(stored, body);
  if (fault !== null) throw new EventUnusableError(stored.event, fault);
  const trace = readTrace(stored.traceparent, stored.tracestate);
  return {
    exchange: conductorNames(options.prefix).eventsExchange,
    routingKey: stored.event,
    body,
    properties: {
      messageId: stored.eventId,
      type: stored.event,
      appId: options.service,
      timestamp: Math.floor(stored.createdAt / 1000),
      ...(trace === null ? {} : { headers: traceHeaders(trace) }),
    },
  };
}

/** Only the conductor's exchange of events. */
export function eventsTopology(prefix: string): Topology {
  const { eventsExchange } = conductorNames(prefix);
  const { exchanges } = conductorTopology(prefix);
  return { exchanges: exchanges.filter(({ name }) => name === eventsExchange), queues: [] };
}

/** Rejects what would make the client library or the broker fail, with all that is sent beside. */
function faultOf({ event, createdAt }: StoredEvent, { length }: Buffer): string | null {
  if (!isName(event)) return NOT_A_NAME;
  if (length > MESSAGE_BYTES_MAX) return `${length} bytes are too large`;
  return Number.isFinite(createdAt) ? null : 'its created_at is no instant';
}

function isName(event: string): boolean {
  return NAME.test(event) && event.length <= NAME_LENGTH_MAX;
}

function bodyOf({ event, eventId, data }: Pick<StoredEvent, 'event' | 'eventId' | 'data'>): Buffer {
  const [pattern, id] = [JSON.stringify(event), JSON.stringify(eventId)];
  return Buffer.from(`{"pattern":${pattern},"data":${data},"id":${id}}`);
}

function isKey(key: string): boolean {
  const { length } = Array.from(key);
  return length >= 1 && length <= KEY_LENGTH_MAX && !UNSTORABLE_TEXT.test(key);
}
