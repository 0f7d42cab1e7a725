import { isObject, type JsonObject, type JsonValue, parseBoundedJson, replaceAt } from '#protocol';
import { messageOf, type ParsedCommand } from './command-message.js';
import type { OutgoingMessage } from '#bus';
import { replyBody, type ReplyOutcome } from './reply.js';
import type {
  WireAddress,
  WireInput,
  WireSlip,
  WireStation,
  WireTrailEntry,
  WireUndo,
} from './slip.js';
import type { TraceContext } from './trace-context.js';

/**
 * Participants leave larger slips to the conductor. The limit is well below that of the conductor's
 * own commands, so that nobody forwards what it would not have sent.
 */
const FORWARDED_BYTES_MAX = 128 * 1024;

/** Refusals of the message itself, which leave open what became of its key: nobody goes back. */
const NO_WAY_BACK = new Set(['FENCED', 'KEY_REUSED', 'COMMAND_TOO_OLD']);

export interface PassOnOptions {
  readonly prefix: string;
  /** The participant's name. */
  readonly appId: string;
  /** Now, in ms since the epoch. */
  readonly at: number;
}

/**
 * The command that a participant sends after its own, by the slip that came with it: the next step
 * after a success, the compensation of the step before after a no, or after a compensation. null:
 * there is none, or what it needs is missing or too large; then the conductor goes on by itself.
 */
export function nextOnSlip(
  command: ParsedCommand,
  outcome: ReplyOutcome,
  options: PassOnOptions,
): OutgoingMessage | null {
  const { slip } = command;
  if (slip === null) return null;
  const next = isForward(command, outcome)
    ? nextForward(command, slip, outcome)
    : nextBackward(command, slip, outcome);
  if (next === null) return null;
  const message = buildMessage(command, next, options);
  const check = parseBoundedJson(message.body, { maxBytes: FORWARDED_BYTES_MAX });
  return check.ok ? message : null;
}

interface Next {
  readonly address: WireAddress;
  readonly direction: 'execute' | 'compensate';
  readonly data: JsonValue;
  readonly slip: WireSlip;
  readonly firstIssuedAt: number | null;
  /** When it is said to be sent; null: now. */
  readonly issuedAt: number | null;
}

function isForward({ direction }: ParsedCommand, { type }: ReplyOutcome): boolean {
  return direction === 'execute' && type === 'succeeded';
}

function nextForward(command: ParsedCommand, slip: WireSlip, outcome: ReplyOutcome): Next | null {
  const [station, ...next] = slip.next;
  if (!station) return null;
  const trail = trailAfter(command, slip, outcome);
  const data = fillIn(station, trail);
  const { undo } = station;
  const undoData = undo?.input ? fillIn(undo.input, trail) : data;
  if (data === undefined || undoData === undefined) return null;
  const { firstIssuedAt, issuedAt } = command;
  const behind = slip.undo ? [slip.undo, ...slip.back] : slip.back;
  return {
    address: station,
    direction: 'execute',
    data,
    slip: {
      next,
      back: station.isPastPivot ? [] : behind,
      undo: undo && toUndo(undo, undoData, firstIssuedAt ?? 0),
      trail,
    },
    firstIssuedAt,
    // a slip that comes again after weeks is as old as it is
    issuedAt,
  };
}

function toUndo(
  { input: _, ...address }: NonNullable<WireStation['undo']>,
  data: JsonValue,
  firstIssuedAt: number,
): WireUndo {
  return { ...address, data, firstIssuedAt };
}

function nextBackward(command: ParsedCommand, slip: WireSlip, outcome: ReplyOutcome): Next | null {
  const [undo, ...back] = slip.back;
  const isRefused = command.direction === 'execute' && outcome.type === 'refused';
  const isUndone = command.direction === 'compensate' && outcome.type === 'succeeded';
  if (!undo || !(isUndone || (isRefused && !NO_WAY_BACK.has(outcome.error.code)))) return null;
  const trail = trailAfter(command, slip, outcome);
  const { data, firstIssuedAt } = undo;
  const rest = { next: [], back, undo: null, trail };
  return {
    address: undo,
    direction: 'compensate',
    data,
    slip: rest,
    firstIssuedAt,
    issuedAt: null,
  };
}

type Trail = readonly WireTrailEntry[];

function trailAfter({ correlationId, step }: ParsedCommand, slip: WireSlip, outcome: ReplyOutcome) {
  return [...slip.trail, { correlationId, step, reply: replyBody(outcome) as JsonObject }];
}

/** undefined: an output, or a part of it, is missing. */
function fillIn({ data, fill }: WireInput, trail: Trail): JsonValue | undefined {
  let filled = data;
  for (const { at, step, path } of fill) {
    const output = trail.find((entry) => entry.step === step)?.reply['output'];
    const value = path.reduce<JsonValue | undefined>(
      (holder, key) => memberOf(holder, key),
      output,
    );
    if (value === undefined) return undefined;
    filled = replaceAt(filled, at, value);
  }
  return filled;
}

function memberOf(holder: JsonValue | undefined, key: string): JsonValue | undefined {
  return isObject(holder) && Object.hasOwn(holder, key) ? holder[key] : undefined;
}

/** As it came: whoever began the slip has looked at it. */
function traceOf({ traceparent, tracestate }: ParsedCommand): TraceContext | null {
  if (traceparent === null) return null;
  return { traceparent, ...(tracestate === null ? {} : { tracestate }) };
}

function buildMessage(command: ParsedCommand, next: Next, options: PassOnOptions): OutgoingMessage {
  const { address, direction, data, slip, firstIssuedAt, issuedAt } = next;
  const { sagaId, sagaDefinition, replyTo, fencing } = command;
  const trace = traceOf(command);
  const { prefix, appId } = options;
  // by whichever clock is ahead: the difference of the two instants is never less than the timeout
  const dueAt = Math.max(options.at, issuedAt ?? options.at) + address.timeoutMs;
  return messageOf(
    { ...address, sagaId, direction, data, slip, firstIssuedAt, dueAt, fencing },
    {
      prefix,
      at: issuedAt ?? options.at,
      ...(trace === null ? {} : { trace }),
    },
    { correlationId: address.correlationId, sagaDefinition, replyTo, appId },
  );
}
