import { connect, type Channel, type ChannelModel } from 'amqplib';
import { brokenOnPurpose } from '../live/live-messages.js';

/** The part of amqplib that writes raw bytes to a channel. */
interface RawChannel {
  readonly ch: number;
  readonly connection: {
    readonly frameMax: number;
    readonly channels: readonly { readonly buffer: { write(bytes: Buffer): boolean } }[];
  };
}

const [METHOD_FRAME, HEADER_FRAME, BODY_FRAME, FRAME_END] = [1, 2, 3, 0xce];
const BASIC_PUBLISH = Buffer.from([0, 60, 0, 40]);
const FRAME_OVERHEAD = 8;

/** Flags of the properties that tests build by hand. */
export const PROPERTY_FLAGS = {
  contentType: 0x8000,
  headers: 0x2000,
  correlationId: 0x0400,
  replyTo: 0x0200,
  messageId: 0x0080,
  timestamp: 0x0040,
} as const;

/** Publishes messages whose properties are bytes that the test chooses. */
export class RawPublisher {
  private constructor(
    private readonly connection: ChannelModel,
    private readonly channel: Channel,
  ) {}

  static async at(url: string): Promise<RawPublisher> {
    const connection = await connect(url);
    // a broker that rejects the bytes ends the connection
    connection.on('error', () => {});
    const channel = await connection.createChannel();
    channel.on('error', () => {});
    return new RawPublisher(connection, channel);
  }

  /**
   * Publishes to a queue by the default exchange. `properties`: flags and values, as on the wire.
   * Whoever sends so means to break something: it is not held to the schemas of messages.
   */
  send(queue: string, properties: Buffer, body: Buffer): void {
    brokenOnPurpose(body);
    const { ch, connection } = this.channel as unknown as RawChannel;
    const method = Buffer.concat([BASIC_PUBLISH, Buffer.from([0, 0, 0]), shortText(queue), ZERO]);
    const start = Buffer.alloc(12);
    start.writeUInt16BE(60, 0);
    start.writeBigUInt64BE(BigInt(body.length), 4);
    const frames = [
      frame(METHOD_FRAME, ch, method),
      frame(HEADER_FRAME, ch, Buffer.concat([start, properties])),
    ];
    const pieceMax = connection.frameMax - FRAME_OVERHEAD;
    for (let offset = 0; offset < body.length; offset += pieceMax) {
      frames.push(frame(BODY_FRAME, ch, body.subarray(offset, offset + pieceMax)));
    }
    connection.channels[ch]?.buffer.write(Buffer.concat(frames));
  }

  /**
   * Resolves when the broker has accepted everything so far; rejects when it ended the connection.
   */
  async flush(): Promise<void> {
    await this.channel.assertExchange('amq.direct', 'direct');
  }

  async close(): Promise<void> {
    await this.connection.close().catch(() => {
      // the broker ended it earlier
    });
  }
}

const ZERO = Buffer.from([0]);

/** Flags, and the values in the order of their bits. */
export function rawProperties(values: {
  readonly contentType?: string;
  readonly headers?: Buffer;
  readonly correlationId?: string;
  readonly replyTo?: string;
  readonly messageId?: string;
  readonly timestamp?: bigint;
}): Buffer {
  const { contentType, headers, correlationId, replyTo, messageId, timestamp } = values;
  const parts: Buffer[] = [];
  let flags = 0;
  if (contentType !== undefined) {
    flags |= PROPERTY_FLAGS.contentType;
    parts.push(shortText(contentType));
  }
  if (headers !== undefined) {
    flags |= PROPERTY_FLAGS.headers;
    parts.push(block(headers));
  }
  for (const [name, text] of Object.entries({ correlationId, replyTo, messageId })) {
    if (text === undefined) continue;
    flags |= PROPERTY_FLAGS[name as 'correlationId' | 'replyTo' | 'messageId'];
    parts.push(shortText(text));
  }
  if (timestamp !== undefined) {
    flags |= PROPERTY_FLAGS.timestamp;
    const bytes = Buffer.alloc(8);
    bytes.writeBigUInt64BE(timestamp);
    parts.push(bytes);
  }
  const start = Buffer.alloc(2);
  start.writeUInt16BE(flags);
  return Buffer.concat([start, ...parts]);
}

/** One header whose value is `depth` nested tables (`F`) or arrays (`A`). */
export function nestedHeaders(tag: 'F' | 'A', depth: number): Buffer {
  const layer = tag === 'F' ? 7 : 5;
  const bytes = Buffer.alloc(layer * depth + (tag === 'F' ? 0 : 2));
  // from the inside out, so that each length is known
  for (let index = 0, offset = 0; index < depth; index++) {
    if (tag === 'F' || index === 0) {
      bytes.writeUInt8(1, offset);
      bytes.write('k', offset + 1);
      offset += 2;
    }
    bytes.write(tag, offset);
    bytes.writeUInt32BE(bytes.length - offset - 5, offset + 1);
    offset += 5;
  }
  return bytes;
}

/** One header whose value is an array of empty tables, `count` of them. */
export function wideHeaders(count: number): Buffer {
  const table = Buffer.from([...Buffer.from('F'), 0, 0, 0, 0]);
  const tables = Buffer.alloc(table.length * count, table);
  const start = Buffer.from([1, ...Buffer.from('kA'), 0, 0, 0, 0]);
  start.writeUInt32BE(tables.length, 3);
  return Buffer.concat([start, tables]);
}

function frame(type: number, channel: number, payload: Buffer): Buffer {
  const bytes = Buffer.alloc(payload.length + FRAME_OVERHEAD);
  bytes.writeUInt8(type, 0);
  bytes.writeUInt16BE(channel, 1);
  bytes.writeUInt32BE(payload.length, 3);
  payload.copy(bytes, 7);
  bytes.writeUInt8(FRAME_END, bytes.length - 1);
  return bytes;
}

function shortText(text: string): Buffer {
  const bytes = Buffer.from(text);
  return Buffer.concat([Buffer.from([bytes.length]), bytes]);
}

function block(bytes: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}
