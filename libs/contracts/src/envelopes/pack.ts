import type { OutgoingMessage } from '#bus';
import {
  CARRIED_MAX,
  COMMANDS_TYPE,
  ENVELOPE_BYTES_MAX,
  REPLIES_TYPE,
  type EnvelopeField,
} from './envelope-form.js';

/** What is published for one or several messages. */
export interface Parcel {
  /** An envelope, or the one message that stayed by itself. */
  readonly message: OutgoingMessage;
  /** Which of the messages given it carries: their positions, in ascending order. */
  readonly positions: readonly number[];
}

/**
 * Puts commands into envelopes, those together that have the same queue, reply queue and timestamp.
 * Everything else stays as it is: what is no command, what is alone, and a repeated attempt, so
 * that an envelope that nobody could read, or that ends its reader's process, costs each of its
 * commands one attempt at most; and the only attempt, which it would cost the step.
 * Parcels are in the order of the first message of each.
 *
 * `carriedMax`: how many commands one envelope to the participant may have; below 2: none.
 */
export function packCommands(
  messages: readonly OutgoingMessage[],
  carriedMax: (participant: string) => number,
): readonly Parcel[] {
  return pack(messages, 'commands', ({ exchange, routingKey, properties, goesAlone }) => {
    const { replyTo, timestamp, headers } = properties;
    const isFirst = replyTo !== undefined && headers?.['attempt'] === 1 && goesAlone !== true;
    return {
      name: `${exchange} ${routingKey} ${replyTo} ${timestamp}`,
      carriedMax: isFirst ? carriedMax(routingKey) : 1,
    };
  });
}

/** Puts replies into envelopes of at most `carriedMax`, those together that have the same queue. */
export function packReplies(
  replies: readonly OutgoingMessage[],
  carriedMax: number,
): readonly Parcel[] {
  return pack(replies, 'replies', ({ exchange, routingKey }) => {
    return { name: `${exchange} ${routingKey}`, carriedMax };
  });
}

/** Messages of one name may share an envelope. */
type GroupOf = (message: OutgoingMessage) => {
  readonly name: string;
  /** Below 2: it has to stay alone. */
  readonly carriedMax: number;
};

interface OpenParcel {
  readonly positions: number[];
  bytes: number;
}

function pack(
  messages: readonly OutgoingMessage[],
  field: EnvelopeField,
  groupOf: GroupOf,
): readonly Parcel[] {
  const parcels: OpenParcel[] = [];
  const openByName = new Map<string, OpenParcel>();
  messages.forEach((message, position) => {
    const { name, carriedMax } = groupOf(message);
    if (carriedMax < 2) {
      parcels.push({ positions: [position], bytes: 0 });
      return;
    }
    const bytes = bytesOf(message);
    const open = openByName.get(name);
    const isFull = open && open.positions.length >= Math.min(carriedMax, CARRIED_MAX);
    if (open && !isFull && open.bytes + bytes <= ENVELOPE_BYTES_MAX) {
      open.positions.push(position);
      open.bytes += bytes;
      return;
    }
    const parcel = { positions: [position], bytes };
    parcels.push(parcel);
    openByName.set(name, parcel);
  });
  return parcels.map(({ positions }) => {
    const carried = positions.flatMap((position) => messages[position] ?? []);
    return { message: messageOf(field, carried), positions };
  });
}

/** What an element has beside its body, its headers and its ids: names, quotes and commas. */
const ELEMENT_BYTES = 64;
/** A header's quotes, colon and comma. */
const HEADER_BYTES = 6;

/** About what it takes in an envelope: to the byte where ids and headers need no escapes. */
function bytesOf({ body, properties }: OutgoingMessage): number {
  const { messageId = '', correlationId = '', headers = {} } = properties;
  let bytes = body.length + ELEMENT_BYTES + messageId.length + correlationId.length;
  for (const name in headers) bytes += name.length + String(headers[name]).length + HEADER_BYTES;
  return bytes;
}

function messageOf(field: EnvelopeField, carried: readonly OutgoingMessage[]): OutgoingMessage {
  const [first] = carried as readonly [OutgoingMessage];
  if (carried.length === 1) return first;
  const { appId, replyTo, timestamp, messageId = '' } = first.properties;
  const isOfCommands = field === 'commands';
  return {
    ...first,
    body: bodyOf(field, carried.map(isOfCommands ? commandFields : replyFields), carried),
    properties: {
      contentType: isOfCommands ? COMMANDS_TYPE : REPLIES_TYPE,
      // the first one may be on its way alone, too: the broker gives back by this id
      messageId: `${messageId}+${carried.length - 1}`,
      type: field,
      ...(appId === undefined ? {} : { appId }),
      ...(replyTo === undefined ? {} : { replyTo }),
      ...(timestamp === undefined ? {} : { timestamp }),
    },
    carries: carried.length,
  };
}

/** What stands in an envelope's element before the members of the message's own body. */
function commandFields({ properties }: OutgoingMessage): object {
  const { headers = {}, correlationId, messageId } = properties;
  return { headers, correlationId, messageId };
}

function replyFields({ properties }: OutgoingMessage): object {
  return { correlationId: properties.correlationId };
}

/** Bodies are JSON objects with at least one member, and are not written anew. */
function bodyOf(
  field: EnvelopeField,
  fields: readonly object[],
  carried: readonly OutgoingMessage[],
): Buffer {
  const parts: Buffer[] = [];
  carried.forEach(({ body }, index) => {
    const before = index === 0 ? `{"${field}":[` : ',';
    const own = JSON.stringify(fields[index]);
    parts.push(Buffer.from(`${before}${own.slice(0, -1)},`), body.subarray(1));
  });
  parts.push(END);
  return Buffer.concat(parts);
}

const END = Buffer.from(']}');
