import { createHash } from 'node:crypto';
import {
  type JsonBounds,
  SAGA_KEY_CHARS_MAX,
  VERSION_MAX,
  isObject,
  type JsonObject,
  type JsonValue,
} from '#protocol';
import { GENERATION_HEADER, ORIGIN_HEADER } from './event-message.js';
import { type Delivery, readBody, type BodyFault } from '#bus';
import {
  DESCRIBE_PATTERN,
  readDescription,
  type ParticipantDescription,
} from './participant-description.js';
import { readTrace, type TraceContext } from './trace-context.js';

/** A request from the intake queue. */
export type IntakeRequest =
  | {
      readonly type: 'start';
      readonly definition: string;
      /** null: the latest. */
      readonly version: number | null;
      readonly key: string | null;
      readonly input: JsonValue;
      /** The same start sent twice has the same id. */
      readonly id: string;
      readonly trace: TraceContext | null;
    }
  | {
      readonly type: 'signal';
      readonly sagaId: string;
      readonly name: string;
      readonly payload: JsonValue;
      /** The same signal sent twice has the same id. */
      readonly id: string;
    }
  /** What a participant takes and gives. */
  | {
      readonly type: 'describe';
      readonly description: ParticipantDescription;
      /** In ms since the epoch, by the sender's clock; null: it did not say. */
      readonly sentAt: number | null;
      /** Whom the broker says it is from; null: it does not say. */
      readonly account: string | null;
    }
  /** An event of a service, which may start sagas. */
  | {
      readonly type: 'event';
      readonly event: string;
      readonly data: JsonValue;
      /**
       * The same event sent twice has the same id: that of the message, or else a hash of the
       * event's name and body.
       */
      readonly id: string;
      /** The generation of the saga that the event is about; 0: no saga, or no event started it. */
      readonly generation: number;
      /** The saga whose family's budget counts what the event starts; null: not given. */
      readonly origin: string | null;
      readonly trace: TraceContext | null;
    };

export type IntakeFault =
  | BodyFault
  | 'UNKNOWN_PATTERN'
  | 'NO_MESSAGE_ID'
  | 'MESSAGE_ID_INVALID'
  | 'WRONG_FORM'
  /** Senders of the exchange that it came through may not ask for this. */
  | 'WRONG_SENDER';

export type IntakeCheck =
  | { readonly ok: true; readonly request: IntakeRequest }
  | { readonly ok: false; readonly reason: IntakeFault; readonly detail: string };

export const START_PATTERN = 'saga.start';
export const SIGNAL_PATTERN = 'saga.signal';

const PATTERNS = [START_PATTERN, SIGNAL_PATTERN, DESCRIBE_PATTERN] as const;

/** A saga's id, as Postgres writes it. */
export const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** The id of a start, a signal or an event. */
export const ID = /^[A-Za-z0-9._:@/+=-]{1,128}$/;

/**
 * Reads a delivery of the intake queue: an event that came by the events exchange, whose name is
 * its routing key, or a NestJS packet with the pattern `saga.start`, `saga.signal` or
 * `participant.describe`. By the exchange for descriptions nothing else is taken, for accounts may
 * use it that may start nothing. Never throws.
 */
export function parseIntake(
  delivery: Omit<Delivery, 'deliveryCount' | 'ack'>,
  options: JsonBounds & {
    readonly eventsExchange: string;
    readonly descriptionsExchange: string;
  },
): IntakeCheck {
  const json = readBody(delivery, options);
  if (!json.ok) return json;
  const packet = asObject(json.value);
  if (delivery.exchange === options.eventsExchange) {
    const event = delivery.routingKey;
    const { headers } = delivery.properties;
    const generation = generationOf(headers[GENERATION_HEADER]);
    const origin = originOf(headers[ORIGIN_HEADER]);
    const data = dataOf(json.value, event);
    const trace = traceOf(delivery);
    const id = idOfEvent(delivery);
    return { ok: true, request: { type: 'event', event, id, data, generation, origin, trace } };
  }
  const data = asObject(packet?.['data'] ?? null);
  const pattern = packet?.['pattern'];
  if (data === null || !PATTERNS.some((known) => known === pattern)) {
    const detail = `not { "pattern": ${PATTERNS.join(' or ')}, "data": { … } }`;
    return { ok: false, reason: 'UNKNOWN_PATTERN', detail };
  }
  // told twice it is the same: it needs no id
  if (pattern === DESCRIBE_PATTERN) return readDescribe(data, delivery, options);
  if (delivery.exchange === options.descriptionsExchange) {
    return wrongSender(`only ${DESCRIBE_PATTERN} is taken by ${delivery.exchange}`);
  }
  const id = data['idempotencyKey'] ?? delivery.properties.messageId ?? packet?.['id'];
  if (id === undefined || id === null) return { ok: false, ...NO_ID };
  if (typeof id !== 'string' || !ID.test(id)) return { ok: false, ...WRONG_ID };
  if (pattern !== START_PATTERN) return readSignal(data, id);
  return readStart(data, id, traceOf(delivery));
}

const NO_ID = {
  reason: 'NO_MESSAGE_ID',
  detail:
    'the messageId is missing: send a unique one, 1 to 128 letters, digits or . _ : @ / + = -',
} as const;

const WRONG_ID = {
  reason: 'MESSAGE_ID_INVALID',
  detail: 'the messageId must be a text of 1 to 128 letters, digits or . _ : @ / + = -',
} as const;

/** As a request's: a field that is written wrongly would be left out. */
const START_FIELDS: ReadonlySet<string> = new Set([
  'definition',
  'version',
  'key',
  'input',
  'idempotencyKey',
]);
const SIGNAL_FIELDS: ReadonlySet<string> = new Set(['sagaId', 'name', 'payload', 'idempotencyKey']);
const FIELD_SHOWN_CHARS = 64;

/** null: all of them are known. */
function unknownField(data: JsonObject, known: ReadonlySet<string>): IntakeCheck | null {
  const field = Object.keys(data).find((name) => !known.has(name));
  return field === undefined
    ? null
    : wrong(`"${field.slice(0, FIELD_SHOWN_CHARS)}" is no field of it`);
}

function generationOf(header: unknown): number {
  return Number.isSafeInteger(header) && Number(header) > 0 ? Number(header) : 0;
}

function originOf(header: unknown): string | null {
  return typeof header === 'string' && UUID.test(header) ? header : null;
}

function idOfEvent({ routingKey, body, properties }: Pick<Delivery, IdentifyingParts>): string {
  const { messageId } = properties;
  if (messageId !== undefined && ID.test(messageId)) return messageId;
  const hash = createHash('sha256').update(routingKey).update('\0').update(body);
  return `sha256:${hash.digest('hex')}`;
}

type IdentifyingParts = 'routingKey' | 'body' | 'properties';

/** In a NestJS event packet, or bare. */
function dataOf(body: JsonValue, event: string): JsonValue {
  const packet = asObject(body);
  const isPacket = packet !== null && packet['pattern'] === event && 'data' in packet;
  return isPacket ? (packet['data'] ?? null) : body;
}

function traceOf({ properties }: Pick<Delivery, 'properties'>): TraceContext | null {
  const { traceparent, tracestate } = properties.headers;
  return readTrace(traceparent, tracestate);
}

function readStart(data: JsonObject, id: string, trace: TraceContext | null): IntakeCheck {
  const unknown = unknownField(data, START_FIELDS);
  if (unknown !== null) return unknown;
  const { definition, version = null, key = null, input = null } = data;
  if (typeof definition !== 'string') return wrong('"definition" must be a text');
  const isVersion = Number.isInteger(version) && Number(version) > 0;
  if (version !== null && !(isVersion && Number(version) <= VERSION_MAX)) {
    return wrong(`"version" must be 1 to ${VERSION_MAX}`);
  }
  if (
    key !== null &&
    (typeof key !== 'string' || key === '' || Array.from(key).length > SAGA_KEY_CHARS_MAX)
  ) {
    return wrong(`"key" must be a text of 1 to ${SAGA_KEY_CHARS_MAX} characters`);
  }
  if (input === null) return wrong('"input" is missing: send { } if it has no fields');
  const requested = { definition, version: version as number | null, key, input };
  return { ok: true, request: { type: 'start', ...requested, id, trace } };
}

function readSignal(data: JsonObject, id: string): IntakeCheck {
  const unknown = unknownField(data, SIGNAL_FIELDS);
  if (unknown !== null) return unknown;
  const { sagaId: idText, name, payload = null } = data;
  if (typeof idText !== 'string') return wrong('"sagaId" must be a text');
  if (typeof name !== 'string') return wrong('"name" must be a text');
  // as Postgres writes it
  const sagaId = idText.toLowerCase();
  return { ok: true, request: { type: 'signal', sagaId, name, payload, id } };
}

function readDescribe(
  data: JsonObject,
  { exchange, routingKey, properties }: Pick<Delivery, 'properties' | 'exchange' | 'routingKey'>,
  { descriptionsExchange }: { readonly descriptionsExchange: string },
): IntakeCheck {
  const check = readDescription(data);
  if (!check.ok) return wrong(check.detail);
  const { description } = check;
  // The broker may hold its sender to that routing key.
  if (exchange === descriptionsExchange && routingKey !== description.participant) {
    return wrongSender(`"${routingKey.slice(0, 100)}" cannot describe ${description.participant}`);
  }
  const { timestamp, userId = null } = properties;
  const sentAt = isInstant(timestamp) ? timestamp * 1000 : null;
  return { ok: true, request: { type: 'describe', description, sentAt, account: userId } };
}

/** In seconds; it is the sender's, and may be anything. */
function isInstant(timestamp: number | undefined): timestamp is number {
  return (
    Number.isSafeInteger(timestamp) && !Number.isNaN(new Date(Number(timestamp) * 1000).getTime())
  );
}

function wrong(detail: string): IntakeCheck {
  return { ok: false, reason: 'WRONG_FORM', detail };
}

function wrongSender(detail: string): IntakeCheck {
  return { ok: false, reason: 'WRONG_SENDER', detail };
}

function asObject(value: JsonValue): JsonObject | null {
  return isObject(value) ? value : null;
}
