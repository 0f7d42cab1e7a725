import fc from 'fast-check';
import {
  assertProperty,
  brokerUrl,
  propertyTimeMs,
  RawPublisher,
  rawProperties,
} from '#testing-internal';
import { BrokerStack } from '../broker-stack.fixture.js';

const REPLIES_TYPE = 'application/vnd.conductor.replies+json';
const COMMANDS_TYPE = 'application/vnd.conductor.commands+json';

/** A header's value as it is on the wire: its type and its bytes. */
const scalars = fc.oneof(
  sized('S', fc.uint8Array({ maxLength: 60 })),
  sized('x', fc.uint8Array({ maxLength: 60 })),
  ...[...'bBt'].map((tag) => fixed(tag, 1)),
  ...[...'su'].map((tag) => fixed(tag, 2)),
  ...[...'Iif'].map((tag) => fixed(tag, 4, 0x3f)),
  ...[...'ldT'].map((tag) => fixed(tag, 8, 0x3f)),
  fixed('D', 5),
  fixed('V', 0),
);
const { value } = fc.letrec<{ value: Buffer; table: Buffer }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'large' },
    scalars,
    tie('table').map((bytes) => withSize('F', bytes)),
    fc.array(tie('value'), { maxLength: 4 }).map((all) => withSize('A', Buffer.concat(all))),
  ),
  table: fc
    .array(fc.tuple(name(), tie('value')), { maxLength: 4 })
    .map((fields) => Buffer.concat(fields.flat())),
}));
const tables = fc
  .array(fc.tuple(name(), value), { maxLength: 8 })
  .map((fields) => Buffer.concat(fields.flat()));
/** Random bytes in place of properties. The broker itself refuses nearly all of them. */
const anyBytes = fc.uint8Array({ minLength: 2, maxLength: 80 }).map((bytes) => Buffer.from(bytes));
const shortTexts = fc.option(fc.string({ maxLength: 80, unit: 'binary' }), { nil: undefined });
const properties = fc.oneof(
  {
    weight: 9,
    arbitrary: fc
      .record(
        {
          contentType: fc.constantFrom(REPLIES_TYPE, REPLIES_TYPE, COMMANDS_TYPE, 'text/plain'),
          headers: tables,
          correlationId: shortTexts,
          replyTo: shortTexts,
          messageId: shortTexts,
          timestamp: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
        },
        { requiredKeys: [] },
      )
      .map((values) => rawProperties(withoutGaps(values))),
  },
  { weight: 1, arbitrary: anyBytes },
);
const packets = fc.record({
  pattern: fc.oneof(
    fc.constantFrom('saga.start', 'saga.signal', 'participant.describe'),
    fc.string(),
  ),
  data: fc.oneof(
    fc.jsonValue(),
    fc.record({ definition: fc.string(), key: fc.jsonValue(), input: fc.jsonValue() }),
    fc.record({ participant: fc.string(), commands: fc.jsonValue() }),
  ),
});
const replies = fc.record(
  { outcome: fc.constantFrom('succeeded', 'refused', 'errored', ''), output: fc.jsonValue() },
  { requiredKeys: [] },
);
/** Whole, cut off somewhere, or with a byte that is another one. */
const envelopes = fc
  .record({
    field: fc.constantFrom('replies', 'replies', 'commands', 'other'),
    elements: fc.array(
      fc.oneof(
        fc.tuple(fc.string(), replies).map(([correlationId, reply]) => {
          return JSON.stringify({ correlationId, ...reply });
        }),
        fc.json(),
        fc.string({ maxLength: 20 }),
        fc.constantFrom('{"a":1,"a":2}', '{"__proto__":1}', '"\\u0000"', '1e400', '', '{'),
      ),
      { maxLength: 8 },
    ),
    repeated: fc.constantFrom(1, 1, 1, 40),
    damage: fc.option(fc.record({ at: fc.nat(400), byte: fc.option(fc.nat(255)) })),
  })
  .map(({ field, elements, repeated, damage }) => {
    const all = Array.from({ length: repeated }, () => elements).flat();
    const bytes = Buffer.from(`{"${field}":[${all.join(',')}]}`);
    if (damage === null) return bytes;
    if (damage.byte === null) return bytes.subarray(0, damage.at);
    if (damage.at < bytes.length) bytes[damage.at] = damage.byte;
    return bytes;
  });
const bodies = fc.oneof(
  envelopes,
  fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
  fc
    .oneof(
      fc.json(),
      packets.map((x) => JSON.stringify(x)),
      replies.map((x) => JSON.stringify(x)),
    )
    .chain((text) => fc.constantFrom('', '\ufeff').map((mark) => Buffer.from(mark + text))),
);
const messages = fc.record({ to: fc.constantFrom('replies', 'intake'), properties, body: bodies });

/** A run is some twenty messages and a saga, through a real broker. */
const RUNS = { runs: 15, runsMax: 300 };

describe('Whatever anybody publishes', () => {
  let stack: BrokerStack;
  let publisher: RawPublisher;

  beforeAll(async () => {
    // what is sent may be more than the client of the tap can read
    stack = await BrokerStack.start({}, { isTapped: false });
    publisher = await RawPublisher.at(brokerUrl());
  });

  it(
    'honest sagas complete beside it',
    async () => {
      await assertProperty(
        fc.asyncProperty(fc.array(messages, { minLength: 10, maxLength: 30 }), async (sent) => {
          for (const { to, properties: bytes, body } of sent) {
            publisher.send(to === 'replies' ? stack.repliesQueue : stack.intakeQueue, bytes, body);
            if (await isTaken(publisher)) continue;
            await publisher.close();
            publisher = await RawPublisher.at(brokerUrl());
          }
          expect(await stack.runHonestSaga()).toMatchObject({ status: 'completed' });
        }),
        RUNS,
      );
    },
    propertyTimeMs(RUNS),
  );

  it(
    'and each message of it has ended',
    async () => {
      const items = await stack.listDeadMessages();
      expect(items.length).toBeGreaterThan(0);
      for (const { reason } of items) expect(reason).not.toBe('UNPROCESSABLE');
      await publisher.close();
      expect(await stack.closeAndCount()).toBe(0);
    },
    propertyTimeMs(RUNS),
  );
});

/** false: the broker itself refused the bytes, and closed the connection. */
async function isTaken(publisher: RawPublisher): Promise<boolean> {
  try {
    await publisher.flush();
    return true;
  } catch {
    return false;
  }
}

function withoutGaps<Values extends object>(values: Values): Values {
  const given = Object.entries(values).filter(([, each]) => each !== undefined);
  return Object.fromEntries(given) as Values;
}

function name(): fc.Arbitrary<Buffer> {
  return fc
    .oneof(
      fc.constantFrom('iteration', '__proto__', 'x-delivery-count', ''),
      fc.string({ maxLength: 30 }),
    )
    .map((text) => Buffer.concat([Buffer.from([Buffer.byteLength(text)]), Buffer.from(text)]));
}

/** `firstMax` rules out NaN, which the broker does not accept as a number. */
function fixed(tag: string, length: number, firstMax = 0xff): fc.Arbitrary<Buffer> {
  return fc.uint8Array({ minLength: length, maxLength: length }).map((bytes) => {
    const all = Buffer.concat([Buffer.from(tag), bytes]);
    if (length > 0) all[1] = (all[1] ?? 0) & firstMax;
    return all;
  });
}

function sized(tag: string, bytes: fc.Arbitrary<Uint8Array>): fc.Arbitrary<Buffer> {
  return bytes.map((each) => withSize(tag, each));
}

function withSize(tag: string, bytes: Uint8Array): Buffer {
  const size = Buffer.alloc(4);
  size.writeUInt32BE(bytes.length);
  return Buffer.concat([Buffer.from(tag), size, bytes]);
}
