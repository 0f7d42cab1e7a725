import { type JsonBounds, isObject, type JsonObject, type JsonValue } from '#protocol';
import { signCorrelation, type Correlation } from './correlation.js';
import {
  type Delivery,
  type OutgoingMessage,
  conductorNames,
  readBody,
  type BodyFault,
} from '#bus';
import { COMMANDS_TYPE, noEnvelope } from './envelopes/envelope-form.js';
import { fencingHeaders, readFencing, type FencingToken } from './fencing-token.js';
import { readSlip, type WireSlip } from './slip.js';
import { traceHeaders, type TraceContext } from './trace-context.js';

/** What the engine calls a command, as far as the wire is concerned. */
export interface OutgoingCommand extends Correlation {
  readonly messageId: string;
  readonly definition: { readonly name: string; readonly version: number };
  readonly participant: string;
  /** The pattern: `payment.authorize`. */
  readonly command: string;
  readonly data: JsonValue;
  /** When the first command under its idempotency key was issued, in ms since the epoch. */
  readonly firstIssuedAt: number;
  /** When the conductor stops waiting for this attempt, in ms since the epoch. */
  readonly dueAt: number;
  /** The timeout, counted from when the command leaves; left out: an earlier release wrote it. */
  readonly timeoutMs?: number;
  /** No second attempt follows: it takes no envelope. Left out: one may. */
  readonly isOnlyAttempt?: true;
  /** The following commands, which the participant forwards by itself; left out: none. */
  readonly slip?: WireSlip;
  /** Tickets of the saga's locks; left out: it has none. */
  readonly fencing?: readonly FencingToken[];
}

export interface CommandMessageOptions {
  readonly prefix: string;
  /** Signs the correlation id. */
  readonly secret: string;
  /** Now, in ms since the epoch. */
  readonly at: number;
  /** The queue that takes the reply; left out: the one that all replicas read. */
  readonly replyTo?: string;
  /** The trace of the saga's start; left out: it had none. */
  readonly trace?: TraceContext;
}

/**
 * The message that carries a command: a NestJS request packet, with everything else in properties
 * and headers. What users wrote is in `data` only, never in a header or routing key, with one
 * exception: the keys of locks, percent-encoded, beside their tokens.
 *
 * @throws CorrelationUnsignableError
 */
export function commandMessage(
  command: OutgoingCommand,
  options: CommandMessageOptions,
): OutgoingMessage {
  const { definition, timeoutMs } = command;
  // the timeout restarts for a command that had to wait for the broker
  const dueAt = timeoutMs === undefined ? command.dueAt : options.at + timeoutMs;
  const message = messageOf({ ...command, dueAt }, options, {
    sagaDefinition: `${definition.name}@${definition.version}`,
    correlationId: signCorrelation(options.secret, command),
    replyTo: options.replyTo ?? conductorNames(options.prefix).repliesQueue,
    appId: 'conductor',
  });
  return command.isOnlyAttempt === true ? { ...message, goesAlone: true } : message;
}

/** What differs by who sends a command. */
export interface CommandSender {
  /** Signed by the conductor. */
  readonly correlationId: string;
  readonly replyTo: string;
  readonly sagaDefinition: string;
  readonly appId: string;
}

export type SignedCommand = Omit<OutgoingCommand, 'definition' | 'firstIssuedAt' | 'timeoutMs'> & {
  /** null: it was not said. */
  readonly firstIssuedAt: number | null;
};

export function messageOf(
  command: SignedCommand,
  options: Omit<CommandMessageOptions, 'secret' | 'replyTo'>,
  sender: CommandSender,
): OutgoingMessage {
  const { messageId, sagaId, step, iteration, firstIssuedAt, slip } = command;
  const packet = { pattern: command.command, data: command.data, id: messageId };
  return {
    exchange: conductorNames(options.prefix).commandsExchange,
    routingKey: command.participant,
    body: Buffer.from(JSON.stringify(slip === undefined ? packet : { ...packet, slip })),
    properties: {
      messageId,
      correlationId: sender.correlationId,
      replyTo: sender.replyTo,
      type: command.command,
      appId: sender.appId,
      timestamp: Math.floor(options.at / 1000),
      headers: {
        'saga-id': sagaId,
        'saga-definition': sender.sagaDefinition,
        step,
        iteration,
        direction: command.direction,
        attempt: command.attempt,
        'idempotency-key': `${sagaId}/${step}/${iteration}`,
        ...(firstIssuedAt === null ? {} : { 'first-issued-at': iso(firstIssuedAt) }),
        deadline: iso(command.dueAt),
        ...fencingHeaders(command.fencing),
        ...traceHeaders(options.trace),
      },
    },
  };
}

function iso(at: number): string {
  return new Date(at).toISOString();
}

/** A command as its participant sees it. */
export interface ParsedCommand {
  readonly messageId: string;
  /** To be echoed in the reply. */
  readonly correlationId: string;
  /** The queue that takes the reply. */
  readonly replyTo: string;
  /** `payment.authorize`. */
  readonly pattern: string;
  readonly data: JsonValue;
  readonly direction: Correlation['direction'];
  /** `<sagaId>/<step>/<iteration>`: the same for every attempt and every direction. */
  readonly idempotencyKey: string;
  readonly sagaId: string;
  /** `order-fulfilment@3`. */
  readonly sagaDefinition: string;
  readonly step: string;
  readonly iteration: number;
  readonly attempt: number;
  /** In ms since the epoch, to the second; null: the sender did not say. */
  readonly issuedAt: number | null;
  /** When the first command under its idempotency key was, in ms since the epoch; or null. */
  readonly firstIssuedAt: number | null;
  /**
   * When the conductor stops waiting, in ms since the epoch: information, never a rule; or null.
   */
  readonly deadlineAt: number | null;
  readonly traceparent: string | null;
  readonly tracestate: string | null;
  /** The following commands, which the participant forwards by itself; null: none. */
  readonly slip: WireSlip | null;
  /** Tickets of the saga's locks, each key once; empty: it has none. */
  readonly fencing: readonly FencingToken[];
}

export type CommandFault = BodyFault | 'NOT_A_COMMAND';

export type CommandCheck =
  | { readonly ok: true; readonly command: ParsedCommand }
  | { readonly ok: false; readonly reason: CommandFault; readonly detail: string };

/** Reads a delivery from a participant's queue. Never throws. */
export function parseCommand(
  delivery: Pick<Delivery, 'body' | 'properties' | 'undecodable' | 'cut' | 'read'>,
  bounds: JsonBounds = {},
): CommandCheck {
  const { properties } = delivery;
  const json = readBody(delivery, bounds);
  if (!json.ok) return json;
  if (properties.contentType === COMMANDS_TYPE) {
    return { ok: false, reason: 'NOT_A_COMMAND', detail: noEnvelope('commands') };
  }
  const packet = asObject(json.value);
  const read = headerReader(properties.headers);
  const parsed = {
    messageId: properties.messageId ?? textOrUndefined(packet?.['id']),
    correlationId: properties.correlationId,
    replyTo: properties.replyTo,
    pattern: textOrUndefined(packet?.['pattern']),
    direction: directionOf(properties.headers['direction']),
    idempotencyKey: read.text('idempotency-key'),
    sagaId: read.text('saga-id'),
    step: read.text('step'),
    iteration: read.count('iteration'),
    attempt: read.count('attempt'),
    fencing: readFencing(properties.headers),
  };
  const missing = Object.entries(parsed).find(([, value]) => value === undefined);
  if (missing) {
    return { ok: false, reason: 'NOT_A_COMMAND', detail: `${missing[0]} is missing or not usable` };
  }
  const command: ParsedCommand = {
    ...(parsed as { [Key in keyof typeof parsed]: NonNullable<(typeof parsed)[Key]> }),
    data: packet?.['data'] ?? null,
    sagaDefinition: read.text('saga-definition') ?? '',
    issuedAt: properties.timestamp === undefined ? null : properties.timestamp * 1000,
    firstIssuedAt: instantOrNull(read.text('first-issued-at')),
    deadlineAt: instantOrNull(read.text('deadline')),
    traceparent: read.text('traceparent') ?? null,
    tracestate: read.text('tracestate') ?? null,
    slip: readSlip(packet?.['slip']),
  };
  return { ok: true, command };
}

function asObject(value: JsonValue): JsonObject | null {
  return isObject(value) ? value : null;
}

function headerReader(headers: Readonly<Record<string, unknown>>) {
  return {
    text: (name: string) => textOrUndefined(headers[name]),
    count: (name: string) => {
      const value = headers[name];
      return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
        ? value
        : undefined;
    },
  };
}

function textOrUndefined(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function directionOf(value: unknown): Correlation['direction'] | undefined {
  return value === 'execute' || value === 'compensate' || value === 'inquire' ? value : undefined;
}

function instantOrNull(text: string | undefined): number | null {
  const at = Date.parse(text ?? '');
  return Number.isNaN(at) ? null : at;
}
