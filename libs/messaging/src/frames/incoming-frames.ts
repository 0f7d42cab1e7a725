import { Duplex } from 'node:stream';
import type { Connection } from 'amqplib';
import { MESSAGE_BYTES_MAX } from '#protocol';
import { type Delivery } from '#bus';
import { ClientLibraryChangedError } from '../reporting/bus-errors.js';
import { readContentHeader } from './content-header.js';
import { CutBody } from './cut-body.js';

/** Describes a message that was not received whole. */
export type Damage = Pick<Delivery, 'undecodable' | 'cut'>;

/**
 * The parts of an amqplib connection that its types do not promise; checked before they are used.
 */
interface Internals {
  /** Decodes the next frame; false: it has not arrived yet. Called for each frame. */
  recvFrame: () => unknown;
  /** Data that was read from the socket and is not decoded yet. */
  rest: Buffer;
  readonly stream: Duplex;
  /** Heartbeats: whether anything arrived since the last call. */
  recvSinceLastCheck: boolean;
}

const HEADER_FRAME = 2;
const BODY_FRAME = 3;
/** Type, channel and size precede the payload. */
const FRAME_START_BYTES = 7;
const FRAME_END = 0xce;
/** Class, weight and body size precede the flags. */
const CONTENT_START_BYTES = 12;
const BASIC_CLASS = 60;
const HOLD_TICK_MS = 1_000;
/** Smaller headers are not counted: even hundreds of them take little memory. */
const HEAVY_HEADERS_BYTES = 4 * 1024;

/**
 * Makes what arrives on one connection safe before amqplib sees it; see decision record 0040.
 *
 * - amqplib's decoder throws on headers that it cannot decode, which ends the connection. Here a
 *   reader that never throws reads them, and reports what is wrong beside them.
 * - A body larger than anyone accepts is not assembled: only its beginning, size and hash are kept.
 * - While a holder holds it, nothing more is read from the socket, so the broker has to wait.
 */
export class IncomingFrames {
  private readonly damages = new WeakMap<object, Damage>();
  private readonly heavyHeaders = new WeakMap<object, number>();
  private readonly cutBodies = new Map<
    number,
    { readonly body: CutBody; readonly fields: object; readonly damage: Damage }
  >();
  /** Frames made from assembled data, to be delivered next. */
  private readonly ready: object[] = [];
  private readonly receive: () => unknown;
  private readCount = 0;
  private readonly holders = new Set<object>();
  private holdTimer: NodeJS.Timeout | null = null;

  /** @throws ClientLibraryChangedError */
  static of(connection: Connection): IncomingFrames {
    const internals = connection as unknown as Partial<Internals>;
    const isKnown =
      typeof internals.recvFrame === 'function' &&
      Buffer.isBuffer(internals.rest) &&
      internals.stream instanceof Duplex &&
      typeof internals.recvSinceLastCheck === 'boolean';
    if (!isKnown) throw new ClientLibraryChangedError();
    return new IncomingFrames(internals as Internals);
  }

  private constructor(private readonly internals: Internals) {
    this.receive = internals.recvFrame.bind(internals);
    internals.recvFrame = () => this.next();
  }

  /** To be called after the broker's first answer. @throws ClientLibraryChangedError */
  assertInUse(): void {
    if (this.readCount === 0) throw new ClientLibraryChangedError();
  }

  /** What is known of a message with these properties. */
  damageOf(properties: object): Damage {
    return this.damages.get(properties) ?? WHOLE;
  }

  /** Roughly the size in memory of the headers among these properties; 0: negligible. */
  headerBytesOf(properties: object): number {
    return this.heavyHeaders.get(properties) ?? 0;
  }

  get isHeld(): boolean {
    return this.holdTimer !== null;
  }

  /** Stops reading until every holder has released it. */
  hold(holder: object): void {
    this.holders.add(holder);
    if (this.holdTimer !== null) return;
    // we are not reading, so amqplib must not conclude that the broker is silent
    this.holdTimer = setInterval(() => {
      this.internals.recvSinceLastCheck = true;
    }, HOLD_TICK_MS);
    this.holdTimer.unref();
  }

  /** Releases only what this holder holds: the end of a channel is reported late. */
  release(holder: object): void {
    this.holders.delete(holder);
    if (this.holdTimer === null || this.holders.size > 0) return;
    clearInterval(this.holdTimer);
    this.holdTimer = null;
    // amqplib resumes when its stream has something to read
    setImmediate(() => this.internals.stream.emit('readable'));
  }

  private next(): unknown {
    this.readCount++;
    for (;;) {
      if (this.isHeld) return false;
      const ready = this.ready.shift();
      if (ready) return ready;
      const { rest } = this.internals;
      const type = rest[0];
      const isOurs = type === HEADER_FRAME || (type === BODY_FRAME && this.cutBodies.size > 0);
      const end = isOurs ? endOfFrame(rest) : null;
      // amqplib reads more by itself, takes the frames that are not ours, and calls again for the
      // next
      if (end === null) return this.receive();
      const channel = rest.readUInt16BE(1);
      const payload = rest.subarray(FRAME_START_BYTES, end - 1);
      if (type === HEADER_FRAME && !isContentStart(payload)) return this.receive();
      const cutBody = this.cutBodies.get(channel);
      if (type === BODY_FRAME && !cutBody) return this.receive();
      this.internals.rest = rest.subarray(end);
      if (type === HEADER_FRAME) {
        const frame = this.takeHeader(channel, payload);
        if (frame) return frame;
      } else if (cutBody) {
        cutBody.body.take(payload);
        if (cutBody.body.isWhole) this.endCutBody(channel);
      }
    }
  }

  /** null: its body is too large, and has to arrive first. */
  private takeHeader(channel: number, payload: Buffer): object | null {
    const size = payload.readUInt32BE(4) * 2 ** 32 + payload.readUInt32BE(8);
    const header = readContentHeader(payload.subarray(CONTENT_START_BYTES));
    const { properties: fields, fault, heapBytes } = header;
    if (heapBytes > HEAVY_HEADERS_BYTES) this.heavyHeaders.set(fields, heapBytes);
    const damage: Damage = fault === null ? WHOLE : { undecodable: fault };
    if (size > MESSAGE_BYTES_MAX) {
      this.cutBodies.set(channel, { body: new CutBody(size), fields, damage });
      return null;
    }
    // part of a message whose channel was closed before its end arrived
    this.cutBodies.delete(channel);
    if (damage !== WHOLE) this.damages.set(fields, damage);
    return { id: BASIC_CLASS, channel, size, fields };
  }

  private endCutBody(channel: number): void {
    const found = this.cutBodies.get(channel);
    if (!found) return;
    this.cutBodies.delete(channel);
    const { fields, damage } = found;
    const { body, cut } = found.body.end();
    this.damages.set(fields, { ...damage, cut });
    this.ready.push({ id: BASIC_CLASS, channel, size: body.length, fields });
    this.ready.push({ channel, content: body });
  }
}

const WHOLE: Damage = {};

function isContentStart(payload: Buffer): boolean {
  return payload.length >= CONTENT_START_BYTES && payload.readUInt16BE(0) === BASIC_CLASS;
}

/** null: the frame is incomplete, or it is not a frame. */
function endOfFrame(bytes: Buffer): number | null {
  if (bytes.length < FRAME_START_BYTES) return null;
  const end = FRAME_START_BYTES + bytes.readUInt32BE(3) + 1;
  return bytes.length >= end && bytes[end - 1] === FRAME_END ? end : null;
}
