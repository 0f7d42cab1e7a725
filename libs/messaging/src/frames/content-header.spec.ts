import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { assertProperty, nestedHeaders, rawProperties, wideHeaders } from '#testing-internal';
import { readContentHeader } from './content-header.js';

const require = createRequire(import.meta.url);
/** amqplib's own reader of valid headers, which is not part of its public interface. */
const amqplib = require(join(dirname(require.resolve('amqplib')), 'lib', 'codec.js')) as {
  encodeTable(buffer: Buffer, table: object, offset: number): number;
  decodeFields(bytes: Buffer): object;
};

function encoded(table: object): Buffer {
  const buffer = Buffer.alloc(64 * 1024);
  return buffer.subarray(4, amqplib.encodeTable(buffer, table, 0));
}

function headersOf(headers: Buffer) {
  const { properties, fault } = readContentHeader(rawProperties({ headers, messageId: 'm' }));
  return { headers: properties['headers'], messageId: properties['messageId'], fault };
}

const scalars = fc.oneof(
  fc.string(),
  fc.boolean(),
  fc.constant(null),
  fc.integer(),
  fc.maxSafeInteger(),
  // amqplib cannot write larger ones
  fc.double({ noNaN: true, min: -1e15, max: 1e15 }),
  fc.uint8Array().map((bytes) => Buffer.from(bytes)),
  fc.record({ '!': fc.constant('timestamp'), value: fc.nat() }),
  fc.record({
    '!': fc.constant('decimal'),
    value: fc.record({ places: fc.nat(255), digits: fc.nat() }),
  }),
);
/** `!` inside a nested table tells amqplib which type to write. */
const names = fc.string({ maxLength: 40 }).filter((name) => !['!', '__proto__'].includes(name));
const tables = fc.dictionary(
  names,
  fc.oneof(scalars, fc.array(scalars), fc.dictionary(names, fc.oneof(scalars, fc.array(scalars)))),
);

describe('The reader of content headers', () => {
  it('reads what amqplib writes as amqplib reads it', () => {
    assertProperty(
      fc.property(tables, (table) => {
        const bytes = encoded(table);
        expect(headersOf(bytes)).toEqual({
          headers: { ...amqplib.decodeFields(bytes) },
          messageId: 'm',
          fault: null,
        });
      }),
      { runs: 500 },
    );
  });

  it('never throws, whatever the bytes', () => {
    assertProperty(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const { properties, fault } = readContentHeader(Buffer.from(bytes));
        expect(typeof properties).toBe('object');
        expect(fault === null || fault.length > 0).toBe(true);
      }),
      { runs: 5_000 },
    );
  });

  it.each([
    ['an unknown type', Buffer.from('\u0001aQ'), 'unknown type Q'],
    ['a text that is cut off', Buffer.from('\u0001aS\u0000\u0000\u0000\u0009x'), 'ends before'],
    ['a number that is cut off', Buffer.from('\u0001al\u0000'), 'out of range|outside'],
    ['tables too deep', nestedHeaders('F', 18_000), 'nested deeper than 16'],
    ['arrays too deep', nestedHeaders('A', 20_000), 'nested deeper than 16'],
    ['too many empty tables', wideHeaders(24_000), 'more than 1000 values'],
    ['one value too many', wideHeaders(1000), 'more than 1000 values'],
  ])('says what is wrong with headers that have %s, and reads the rest', (_, bytes, reason) => {
    const read = headersOf(bytes);
    expect(read).toMatchObject({ headers: {}, messageId: 'm' });
    expect(read.fault).toMatch(new RegExp(reason));
  });

  it('takes headers that are nested as deep as is allowed', () => {
    expect(headersOf(nestedHeaders('F', 15)).fault).toBeNull();
  });

  it('takes as many values as are allowed, and says what they are in memory', () => {
    const headers = wideHeaders(999);
    const { fault, heapBytes } = readContentHeader(rawProperties({ headers }));
    expect(fault).toBeNull();
    expect(heapBytes).toBeGreaterThan(1000 * 100);
  });

  it('takes `__proto__` for a name like any other', () => {
    const { headers } = headersOf(
      Buffer.from('\u0001aF\u0000\u0000\u0000\u0000\u0009__proto__F\u0000\u0000\u0000\u0000'),
    );
    expect(Object.keys(headers as object)).toEqual(['a', '__proto__']);
  });

  it('leaves a property out that is no UTF-8, and reads the rest', () => {
    const broken = Buffer.concat([
      Buffer.from([0x04, 0x80, 255]),
      Buffer.alloc(255, 0xff),
      Buffer.from([1]),
      Buffer.from('m'),
    ]);
    expect(readContentHeader(broken)).toEqual({
      properties: { messageId: 'm' },
      fault: null,
      heapBytes: 0,
    });
  });
});
