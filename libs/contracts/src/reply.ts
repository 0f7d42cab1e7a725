import {
  ERROR_FORM,
  parseBoundedJson,
  type JsonBounds,
  isObject,
  type JsonObject,
  type JsonValue,
} from '#protocol';
import { isBareEnd, partialValueOf } from './stream-packet.js';
import { verifyCorrelation, type Correlation } from './correlation.js';
import {
  type Delivery,
  type OutgoingMessage,
  conductorNames,
  isReplyQueue,
  readBody,
  type BodyFault,
} from '#bus';
import { noEnvelope, REPLIES_TYPE } from './envelopes/envelope-form.js';
import { isListOf, isTrailEntry, type WireTrailEntry } from './slip.js';

export interface ReplyError {
  /** Stable, for machines: 1 to 64 of letters, digits and `_.:-`; anything else became `ERROR`. */
  readonly code: string;
  /** For people; at most 2,000 characters, without control characters. */
  readonly message: string;
}

/** What a participant answered to one attempt. */
export type ReplyOutcome =
  | { readonly type: 'succeeded'; readonly output: JsonValue }
  /** A business no: final, nothing happened. */
  | { readonly type: 'refused'; readonly error: ReplyError }
  /** A technical no: try again. */
  | {
      readonly type: 'errored';
      readonly error: ReplyError;
      /** The shortest delay the participant asks for, from now. At most a day. */
      readonly retryAfterMs?: number;
      /** The form of the reply knows no refusal: a code that the step's policy lists is one. */
      readonly isFinalIfListed?: boolean;
    };

export type ReplyFault =
  | BodyFault
  | 'NO_CORRELATION'
  | 'BAD_SIGNATURE'
  /** JSON, but neither our reply nor a NestJS packet. */
  | 'UNKNOWN_FORM'
  /** A NestJS handler answered with a stream of values: all but the last come so. */
  | 'PARTIAL_RESPONSE';

export type ReplyCheck =
  | {
      readonly ok: true;
      readonly correlation: Correlation;
      readonly outcome: ReplyOutcome;
      /** Nothing but the end of what a NestJS handler gave: what it gave may have come before. */
      readonly isBareEnd?: true;
      /** What the participant worked on the command, in ms. Left out: it does not say. */
      readonly tookMs?: number;
      /** The participant forwarded the next command of the routing slip by itself. */
      readonly forwarded?: boolean;
      /** The replies of the slip's earlier stations, in order. */
      readonly trail?: readonly {
        readonly correlation: Correlation;
        readonly outcome: ReplyOutcome;
      }[];
    }
  | {
      readonly ok: false;
      readonly reason: ReplyFault;
      /** For people. */
      readonly detail: string;
      /** Known when the signature was good. */
      readonly correlation: Correlation | null;
      /** Set for a PARTIAL_RESPONSE. */
      readonly value?: JsonValue;
    };

export interface ReplyMessageOptions {
  /** The participant's name. */
  readonly appId: string;
  /** Now, in ms since the epoch. */
  readonly at: number;
  readonly traceparent?: string;
  /** What the participant worked on the command, in ms. Left out: it is not said. */
  readonly tookMs?: number;
  /** The command that follows on the routing slip is with the broker. Default false. */
  readonly forwarded?: boolean;
  /** The trail of the slip that came with the command. */
  readonly trail?: readonly WireTrailEntry[];
}

export const RETRY_AFTER_MS_MAX = 24 * 60 * 60 * 1000;
/** A participant that says more is not believed. */
const TOOK_MS_MAX = 366 * 24 * 60 * 60 * 1000;

/** The reply to a command, to the queue that the command names, through the default exchange. */
export function replyMessage(
  command: {
    readonly messageId: string;
    readonly correlationId: string;
    readonly replyTo: string;
  },
  outcome: ReplyOutcome,
  options: ReplyMessageOptions,
): OutgoingMessage {
  return {
    exchange: '',
    routingKey: command.replyTo,
    body: bodyOf(outcome, options),
    properties: {
      messageId: `${command.messageId}.reply`,
      correlationId: command.correlationId,
      type: 'reply',
      appId: options.appId,
      timestamp: Math.floor(options.at / 1000),
      headers: options.traceparent === undefined ? {} : { traceparent: options.traceparent },
    },
    isVouchedFor: true,
  };
}

/**
 * The ways that a reply can take: by the exchange that is for replies alone, which an account may
 * be limited to; then, as plain services do, by the default exchange. Of a queue that is none of
 * the conductor's only the second.
 */
export function replyWays(reply: OutgoingMessage, prefix: string): readonly OutgoingMessage[] {
  const { repliesExchange } = conductorNames(prefix);
  return isReplyQueue(prefix, reply.routingKey)
    ? [{ ...reply, exchange: repliesExchange, hasOtherWay: true }, reply]
    : [reply];
}

/** A trail that makes it unreadable is left out: its replies come by themselves too. */
function bodyOf(
  outcome: ReplyOutcome,
  { tookMs, forwarded = false, trail = [] }: ReplyMessageOptions,
): Buffer {
  const own = {
    ...(replyBody(outcome) as JsonObject),
    ...(tookMs === undefined ? {} : { tookMs: Math.ceil(tookMs) }),
    ...(forwarded ? { forwarded } : {}),
  };
  const short = Buffer.from(JSON.stringify(own));
  if (trail.length === 0) return short;
  const body = Buffer.from(JSON.stringify({ ...own, trail }));
  return parseBoundedJson(body).ok ? body : short;
}

/**
 * Reads a delivery from the reply queue: our own form, or the packet of a NestJS microservice.
 * Never throws; what it cannot use has a reason, and belongs into `dead_message`. `nonRetryable`
 * codes are the engine's business: such a reply is `errored` here.
 */
export function parseReply(
  delivery: Pick<Delivery, 'body' | 'properties' | 'undecodable' | 'cut' | 'read'>,
  options: JsonBounds & { readonly secrets: string | readonly string[] },
): ReplyCheck {
  const check = verifyCorrelation(options.secrets, delivery.properties.correlationId);
  const correlation = check.ok ? check.correlation : null;
  const json = readBody(delivery, options);
  if (!json.ok) return { ...json, correlation };
  if (delivery.properties.contentType === REPLIES_TYPE) {
    return { ok: false, reason: 'UNKNOWN_FORM', detail: noEnvelope('replies'), correlation };
  }
  if (!check.ok) {
    const detail = 'the correlation id is missing or was not signed here';
    return { ok: false, reason: check.reason, detail, correlation: null };
  }
  const outcome = outcomeOf(json.value);
  if (outcome === 'PARTIAL_RESPONSE') {
    const detail = 'the response is not marked as the last one';
    const value = partialValueOf(json.value);
    return { ok: false, reason: outcome, detail, correlation, value };
  }
  if (outcome === 'UNKNOWN_FORM' || outcome === 'CONTRADICTION') {
    return { ok: false, reason: 'UNKNOWN_FORM', detail: UNKNOWN_FORMS[outcome], correlation };
  }
  const good = {
    ...({ ok: true, correlation: check.correlation, outcome } as const),
    ...(isBareEnd(json.value) ? { isBareEnd: true as const } : {}),
    ...tookMsOf(json.value),
  };
  const { trail = [], forwarded } = json.value as JsonObject;
  if (!isListOf(trail, isTrailEntry)) return { ...UNTRUSTED, correlation };
  if (forwarded !== true && trail.length === 0) return good;
  const entries = trail as unknown as readonly WireTrailEntry[];
  const read = entries.map((entry) => trailEntryOf(entry, check.correlation, options.secrets));
  const known = read.filter((entry) => entry !== null);
  if (known.length < read.length) return { ...UNTRUSTED, correlation };
  return { ...good, forwarded: forwarded === true, trail: known };
}

/** Anything but a number of ms counts as left out. */
function tookMsOf(body: JsonValue): { readonly tookMs?: number } {
  const { tookMs } = body as JsonObject;
  const isTime = typeof tookMs === 'number' && tookMs >= 0 && tookMs <= TOOK_MS_MAX;
  return isTime ? { tookMs: Math.ceil(tookMs) } : {};
}

const UNKNOWN_FORMS = {
  UNKNOWN_FORM: 'neither { outcome } nor a NestJS packet',
  CONTRADICTION: 'it says both that the command succeeded and that it failed, or mixes two forms',
} as const;

const UNTRUSTED = {
  ok: false,
  reason: 'BAD_SIGNATURE',
  detail: 'its trail is of another saga, or was not signed here',
} as const;

/** null: it cannot be trusted. */
function trailEntryOf(
  { correlationId, reply }: WireTrailEntry,
  { sagaId }: Correlation,
  secrets: string | readonly string[],
) {
  const check = verifyCorrelation(secrets, correlationId);
  const outcome = outcomeOf(reply);
  if (!check.ok || check.correlation.sagaId !== sagaId || typeof outcome === 'string') return null;
  return { correlation: check.correlation, outcome };
}

export function replyBody(outcome: ReplyOutcome): JsonValue {
  if (outcome.type === 'succeeded') return { outcome: outcome.type, output: outcome.output };
  const { code, message } = outcome.error;
  if (outcome.type === 'refused' || outcome.retryAfterMs === undefined) {
    return { outcome: outcome.type, error: { code, message } };
  }
  const { retryAfterMs } = outcome;
  return { outcome: outcome.type, error: { code, message, retryAfterMs } };
}

type UnusableForm = 'UNKNOWN_FORM' | 'CONTRADICTION' | 'PARTIAL_RESPONSE';

function outcomeOf(body: JsonValue): ReplyOutcome | UnusableForm {
  if (!isObject(body)) return 'UNKNOWN_FORM';
  switch (body['outcome']) {
    case 'succeeded':
      if (says(body, 'error') || says(body, 'err') || hasOutputElsewhere(body)) {
        return 'CONTRADICTION';
      }
      return { type: 'succeeded', output: body['output'] ?? null };
    case 'refused':
      // a refusal says that nothing happened: with an output it does not
      if (says(body, 'output') || says(body, 'response')) return 'CONTRADICTION';
      return { type: 'refused', error: errorOf(body['error']) };
    case 'errored':
      return errored(body['error']);
    case undefined:
      return outcomeOfPacket(body);
    default:
      return 'UNKNOWN_FORM';
  }
}

/** What is null is left out: many serializers write every field. */
function says(body: JsonObject, field: string): boolean {
  return (body[field] ?? null) !== null;
}

/** It would be lost, and the output be null. */
function hasOutputElsewhere(body: JsonObject): boolean {
  return says(body, 'response') && !says(body, 'output');
}

/**
 * What `ServerRMQ` of @nestjs/microservices sends: `{ response, isDisposed: true }` for one value;
 * `{ isDisposed: true }` when the handler returned nothing (JSON drops `undefined`); `{ err }` for
 * an exception; and `{ response }` for each value but the last of a stream.
 *
 * It is read as Nest's own client does: an `err` that is null, empty, zero or false is none beside
 * a response. Alone it is one, and there we differ: only an exception has Nest write `err` at all,
 * as that of an AggregateError, whose message is empty. Its client takes that for an empty stream.
 */
function outcomeOfPacket(packet: JsonObject): ReplyOutcome | UnusableForm {
  const { err: error, response, isDisposed } = packet;
  if (error !== undefined && (error || response === undefined)) {
    const isRefusal = isObject(error) && error['refused'] === true;
    // the packet has no other way to say no than a code that the step's policy lists
    return isRefusal
      ? { type: 'refused', error: errorOf(error) }
      : { ...errored(error), isFinalIfListed: true };
  }
  // fields of our own form, without its `outcome`: no server of Nest's writes them
  if (says(packet, 'error') || says(packet, 'output')) return 'CONTRADICTION';
  if (isDisposed) return { type: 'succeeded', output: response ?? null };
  return response === undefined ? 'UNKNOWN_FORM' : 'PARTIAL_RESPONSE';
}

function errored(error: JsonValue | undefined): Errored {
  const delayMs = isObject(error) ? error['retryAfterMs'] : undefined;
  if (typeof delayMs !== 'number' || delayMs < 0) return { type: 'errored', error: errorOf(error) };
  const retryAfterMs = Math.min(Math.ceil(delayMs), RETRY_AFTER_MS_MAX);
  return { type: 'errored', error: errorOf(error), retryAfterMs };
}

type Errored = Extract<ReplyOutcome, { type: 'errored' }>;

function errorOf(error: JsonValue | undefined): ReplyError {
  if (!isObject(error)) return { code: 'ERROR', message: messageOf(error) };
  const code = error['code'];
  const text = typeof code === 'number' ? String(code) : code;
  return {
    code: typeof text === 'string' && ERROR_FORM.code.test(text) ? text : 'ERROR',
    message: messageOf(error['message'] ?? (code === undefined ? error : undefined)),
  };
}

function messageOf(value: JsonValue | undefined): string {
  if (value === undefined || value === null || value === '') return 'no reason was given';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return (
    text
      .slice(0, ERROR_FORM.messageCharsMax)
      .replace(/\p{Cc}+/gu, ' ')
      // The cut may have gone through a surrogate pair.
      .replace(/\p{Surrogate}/gu, '')
  );
}
