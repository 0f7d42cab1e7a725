import { isUtf8 } from 'node:buffer';

/** The header that came before a message's body, as far as it can be read. */
export interface ContentHeader {
  /** In the format of amqplib, and with its names. */
  readonly properties: Record<string, unknown>;
  /** Why part of it cannot be read; `headers` is then empty. */
  readonly fault: string | null;
  /** Roughly the size of the headers in memory: each value takes more than its bytes. */
  readonly heapBytes: number;
}

/**
 * The deepest nesting of tables and arrays. Brokers themselves write two levels (`x-death`);
 * amqplib's reader recurses, and one frame can hold some 4,000 levels.
 */
const DEPTH_MAX = 16;
/**
 * The number of values in all tables and arrays together. Brokers write eight for each queue in
 * which a message died; a frame of 128 KiB holds 26,000 empty tables, which take 4.6 MB in memory.
 */
const VALUES_MAX = 1000;
/** The size of an empty table in memory, with its entry in the table around it. */
const VALUE_HEAP_BYTES = 200;

/** In the order of their flags, starting with the highest bit. */
const PROPERTIES = [
  ['contentType', 'text'] as const,
  ['contentEncoding', 'text'] as const,
  ['headers', 'table'] as const,
  ['deliveryMode', 'octet'] as const,
  ['priority', 'octet'] as const,
  ['correlationId', 'text'] as const,
  ['replyTo', 'text'] as const,
  ['expiration', 'text'] as const,
  ['messageId', 'text'] as const,
  ['timestamp', 'instant'] as const,
  ['type', 'text'] as const,
  ['userId', 'text'] as const,
  ['appId', 'text'] as const,
  ['clusterId', 'text'] as const,
];

const HIGHEST_FLAG = 0x8000;

/**
 * Reads the flags and properties of a content header (AMQP 0-9-1, 4.2.6.1). Never throws: anyone
 * who may publish chooses these bytes, and an exception would end the connection.
 */
export function readContentHeader(bytes: Buffer): ContentHeader {
  const properties: Record<string, unknown> = {};
  let fault: string | null = null;
  let heapBytes = 0;
  try {
    const cursor = new Cursor(bytes, 2);
    const flags = bytes.readUInt16BE(0);
    PROPERTIES.forEach(([name, kind], index) => {
      if ((flags & (HIGHEST_FLAG >> index)) === 0) return;
      if (kind === 'text') setText(properties, name, cursor);
      else if (kind === 'octet') properties[name] = cursor.octet();
      else if (kind === 'instant') setInstant(properties, name, cursor.unsigned64());
      else {
        const table = readHeaders(cursor.block());
        properties[name] = table.headers;
        ({ fault, heapBytes } = table);
      }
    });
  } catch (error) {
    fault = reasonOf(error);
  }
  return { properties, fault, heapBytes };
}

/**
 * Left out when it is not UTF-8. With replacement characters it could be longer than a property may
 * be, and forwarding it, in a reply or to the dead letters, would fail for ever.
 */
function setText(properties: Record<string, unknown>, name: string, cursor: Cursor): void {
  const text = cursor.shortUtf8();
  if (text !== null) properties[name] = text;
}

/** Left out beyond 2^53 for the same reason: as a JavaScript number it changes, and may not fit. */
function setInstant(properties: Record<string, unknown>, name: string, seconds: number): void {
  if (seconds <= Number.MAX_SAFE_INTEGER) properties[name] = seconds;
}

/** Its length is known, so the properties after it can be read whatever it contains. */
function readHeaders(bytes: Buffer) {
  const count = { values: 0 };
  try {
    const headers = readTable(new Cursor(bytes, 0, count), 1);
    return { headers, fault: null, heapBytes: bytes.length + count.values * VALUE_HEAP_BYTES };
  } catch (error) {
    return { headers: {}, fault: reasonOf(error), heapBytes: 0 };
  }
}

function readTable(cursor: Cursor, depth: number): Record<string, unknown> {
  // without a prototype, so that `__proto__` is a name like any other
  const fields = Object.create(null) as Record<string, unknown>;
  while (!cursor.isAtEnd) {
    const name = cursor.text(cursor.octet());
    fields[name] = readValue(cursor, depth);
  }
  return fields;
}

function readArray(cursor: Cursor, depth: number): unknown[] {
  const values: unknown[] = [];
  while (!cursor.isAtEnd) values.push(readValue(cursor, depth));
  return values;
}

/** The type tags that RabbitMQ accepts. */
function readValue(cursor: Cursor, depth: number): unknown {
  cursor.countValue();
  const tag = cursor.tag();
  const read = SCALARS[tag];
  if (read) return read(cursor);
  if (tag !== 'F' && tag !== 'A') throw new RangeError(`a value has the unknown type ${tag}`);
  if (depth >= DEPTH_MAX) throw new RangeError(`headers are nested deeper than ${DEPTH_MAX}`);
  const inner = cursor.within();
  return tag === 'F' ? readTable(inner, depth + 1) : readArray(inner, depth + 1);
}

const SCALARS: Readonly<Record<string, ((cursor: Cursor) => unknown) | undefined>> = {
  S: (cursor) => cursor.text(cursor.number('readUInt32BE', 4)),
  x: (cursor) => cursor.block(),
  b: (cursor) => cursor.number('readInt8', 1),
  B: (cursor) => cursor.octet(),
  s: (cursor) => cursor.number('readInt16BE', 2),
  u: (cursor) => cursor.number('readUInt16BE', 2),
  I: (cursor) => cursor.number('readInt32BE', 4),
  i: (cursor) => cursor.number('readUInt32BE', 4),
  l: (cursor) => cursor.signed64(),
  f: (cursor) => cursor.number('readFloatBE', 4),
  d: (cursor) => cursor.number('readDoubleBE', 8),
  t: (cursor) => cursor.octet() !== 0,
  T: (cursor) => ({ '!': 'timestamp', value: cursor.unsigned64() }),
  D: (cursor) => {
    const places = cursor.octet();
    return { '!': 'decimal', value: { places, digits: cursor.number('readUInt32BE', 4) } };
  },
  V: () => null,
};

type NumberReader =
  | ('readInt8' | 'readInt16BE' | 'readUInt16BE')
  | ('readInt32BE' | 'readUInt32BE' | 'readFloatBE' | 'readDoubleBE');

/** Reads forward from an offset; past the end it throws a RangeError, like Buffer. */
class Cursor {
  constructor(
    private readonly bytes: Buffer,
    private offset: number,
    private readonly count = { values: 0 },
  ) {}

  /** @throws RangeError when the whole table around it has too many */
  countValue(): void {
    this.count.values++;
    if (this.count.values > VALUES_MAX) throw new RangeError(TOO_MANY);
  }

  /** Reads the next block. */
  within(): Cursor {
    return new Cursor(this.block(), 0, this.count);
  }

  get isAtEnd(): boolean {
    return this.offset >= this.bytes.length;
  }

  tag(): string {
    return String.fromCharCode(this.octet());
  }

  octet(): number {
    const value = this.bytes[this.offset];
    if (value === undefined) throw new RangeError(ENDS_EARLY);
    this.offset++;
    return value;
  }

  /** Bytes that are not UTF-8 become U+FFFD. */
  text(length: number): string {
    const start = this.skip(length);
    return this.bytes.toString('utf8', start, this.offset);
  }

  /** A short string; null: it is not UTF-8. */
  shortUtf8(): string | null {
    const start = this.offset + 1;
    const text = this.text(this.octet());
    const isReplaced = text.includes('\uFFFD') && !isUtf8(this.bytes.subarray(start, this.offset));
    return isReplaced ? null : text;
  }

  block(): Buffer {
    const start = this.skip(this.number('readUInt32BE', 4));
    return this.bytes.subarray(start, this.offset);
  }

  number(reader: NumberReader, size: number): number {
    const value = this.bytes[reader](this.offset);
    this.offset += size;
    return value;
  }

  /** Exact up to 2^53. */
  unsigned64(): number {
    return this.number('readUInt32BE', 4) * 2 ** 32 + this.number('readUInt32BE', 4);
  }

  signed64(): number {
    return this.number('readInt32BE', 4) * 2 ** 32 + this.number('readUInt32BE', 4);
  }

  /** Returns the offset. A slice alone would not show that part of it is missing. */
  private skip(length: number): number {
    const start = this.offset;
    if (start + length > this.bytes.length) throw new RangeError(ENDS_EARLY);
    this.offset = start + length;
    return start;
  }
}

const TOO_MANY = `headers have more than ${VALUES_MAX} values`;
const ENDS_EARLY = 'a property ends before its announced length';

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
