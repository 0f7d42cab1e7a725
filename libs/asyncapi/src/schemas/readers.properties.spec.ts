import fc from 'fast-check';
import { conductorNames, type OutgoingMessage } from '#bus';
import { parseCommand, parseIntake, parseReply, signCorrelation, WIRE_FORM } from '#contracts';
import { isObject, type JsonObject, type JsonValue } from '#protocol';
import { assertProperty, faultsBy } from '#testing-internal';
import { Samples, sampleOf } from '../document/samples.js';

/* The schemas say what the readers of messages hold them to, and cannot drift from them. */

const SECRET = 'secret';
const CORRELATION = {
  sagaId: 's-1',
  step: 'pay',
  iteration: 0,
  direction: 'execute',
  attempt: 1,
} as const;
const correlationId = signCorrelation(SECRET, CORRELATION);

/** Any JSON, and what is nearly right more often than not. */
const anything: fc.Arbitrary<JsonValue> = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom<JsonValue>(null, false, true, 0, 1, '', 'x', {}, []) },
  fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<JsonValue>,
);

function membersOf(names: readonly string[]): fc.Arbitrary<JsonObject> {
  const one = fc.tuple(fc.constantFrom(...names), anything);
  return fc.array(one, { maxLength: 5 }).map((members) => Object.fromEntries(members));
}

describe('A reply', () => {
  const names = ['output', 'error', 'err', 'response', 'response', 'isDisposed', 'forwarded'];
  const outcome = fc.constantFrom<JsonObject>(
    ...[{}, {}, { outcome: 'succeeded' }, { outcome: 'refused' }, { outcome: 'errored' }],
    ...[{ outcome: null }, { outcome: 'done' }],
  );
  const bodies = fc.oneof(
    { weight: 9, arbitrary: fc.tuple(outcome, membersOf(names)).map(([a, b]) => ({ ...b, ...a })) },
    { weight: 1, arbitrary: anything },
  );

  function read(body: JsonValue) {
    const properties = { correlationId, headers: {} };
    return parseReply({ body: Buffer.from(JSON.stringify(body)), properties }, { secrets: SECRET });
  }

  it('is valid exactly when the conductor takes it', () => {
    const seen = { good: 0, bad: 0, partial: 0 };
    assertProperty(
      fc.property(bodies, (body) => {
        const check = read(body);
        const isPartial = !check.ok && check.reason === 'PARTIAL_RESPONSE';
        seen[check.ok ? 'good' : isPartial ? 'partial' : 'bad']++;
        // what no schema can say: keys, texts and numbers that no door takes
        if (!check.ok && !['UNKNOWN_FORM', 'PARTIAL_RESPONSE'].includes(check.reason)) return;
        expect([body, faultsBy('Reply', body).length === 0]).toEqual([body, check.ok]);
        expect([body, faultsBy('PartialReply', body).length === 0]).toEqual([body, isPartial]);
      }),
      { runs: 1000, isCounted: true },
    );
    expect(Math.min(seen.good, seen.bad, seen.partial)).toBeGreaterThan(10);
  });

  it.each<[string, JsonValue]>([
    ['null', null],
    ['a text', 'later'],
    ['entries that are none', [{ step: 'pay' }]],
  ])('with a trail that is no trail is refused by both: %s', (_what, trail) => {
    const body = { outcome: 'succeeded', trail };
    expect(read(body).ok).toBe(false);
    expect(faultsBy('Reply', body).length === 0).toBe(false);
  });
});

const samples = new Samples('conductor');

/** The message with some of its parts changed or left out. */
function damaged(message: OutgoingMessage) {
  const { headers, properties, payload } = sampleOf(message);
  const parts = { headers, properties, payload: payload as JsonObject };
  const places = Object.entries(parts).flatMap(([part, members]) =>
    Object.keys(members).map((name) => [part as keyof typeof parts, name] as const),
  );
  const change = fc.tuple(fc.constantFrom(...places), fc.option(anything, { nil: undefined }));
  return fc.array(change, { maxLength: 2 }).map((changes) => {
    const all = structuredClone(parts) as Record<keyof typeof parts, Record<string, JsonValue>>;
    for (const [[part, name], value] of changes) {
      if (value === undefined) delete all[part][name];
      else all[part][name] = value;
    }
    return all;
  });
}

describe('A command', () => {
  const messages = fc.oneof(
    ...[samples.command(), samples.compensation(), samples.fenced(), samples.onSlip()].map(damaged),
  );

  it('that a participant cannot read breaks a schema, and one that breaks none can be read', () => {
    const seen = { read: 0, refused: 0 };
    assertProperty(
      fc.property(messages, ({ headers, properties, payload }) => {
        const faults = [
          ...faultsBy('CommandHeaders', headers),
          ...faultsBy('CommandProperties', properties),
          ...faultsBy('Command', payload),
        ];
        const check = parseCommand({
          body: Buffer.from(JSON.stringify(payload)),
          properties: { ...properties, headers },
        });
        seen[check.ok ? 'read' : 'refused']++;
        if (!check.ok && check.reason !== 'NOT_A_COMMAND') return;
        if (!check.ok) expect([check.detail, faults.length]).not.toEqual([check.detail, 0]);
      }),
      { runs: 500, isCounted: true },
    );
    expect(Math.min(seen.read, seen.refused)).toBeGreaterThan(10);
  });
});

describe('A message to the intake queue', () => {
  const { eventsExchange, descriptionsExchange } = conductorNames('conductor');
  const schemas: Readonly<Record<string, string>> = {
    [WIRE_FORM.startPattern]: 'Start',
    [WIRE_FORM.signalPattern]: 'Signal',
    [WIRE_FORM.describePattern]: 'Description',
  };
  const own = ['definition', 'version', 'key', 'input', 'idempotencyKey', 'sagaId', 'name'];
  const names = [...own, 'payload', 'participant', 'commands', 'envelopes', 'instance', 'colour'];
  const good = [
    { definition: 'loan', version: 2, key: 'l-1', input: {} },
    { sagaId: '01940000-0000-7000-8000-000000000001', name: 'approval', payload: null },
    { participant: 'payment', commands: [{ command: 'payment.void' }], envelopes: 50 },
  ] as const;
  const patterns = Object.keys(schemas);
  const packets = fc
    .tuple(
      fc.integer({ min: 0, max: 2 }),
      fc.oneof(fc.constant({}), membersOf(names)),
      fc.option(fc.constantFrom(...names), { nil: undefined }),
    )
    .map(([which, more, without]) => {
      const data: Record<string, JsonValue> = { ...good[which], ...more };
      if (without !== undefined) delete data[without];
      return { pattern: patterns[which] ?? '', data };
    });

  it('is valid exactly when the conductor takes it', () => {
    const seen = { good: 0, bad: 0 };
    assertProperty(
      fc.property(packets, (packet) => {
        const check = parseIntake(
          {
            exchange: '',
            routingKey: 'conductor.intake',
            body: Buffer.from(JSON.stringify(packet)),
            properties: { messageId: 'm-1', headers: {} },
          },
          { eventsExchange, descriptionsExchange },
        );
        seen[check.ok ? 'good' : 'bad']++;
        const isOfForm = check.ok || ['WRONG_FORM', 'MESSAGE_ID_INVALID'].includes(check.reason);
        if (!isOfForm || isBeyondSchemas(packet.data)) return;
        const faults = faultsBy(schemas[packet.pattern] ?? '', packet);
        expect([packet, faults.length === 0]).toEqual([packet, check.ok]);
      }),
      { runs: 1000, isCounted: true },
    );
    expect(Math.min(seen.good, seen.bad)).toBeGreaterThan(10);
  });
});

/** No schema says that a command begins with the name beside it, or comes once. */
function isBeyondSchemas({ participant, commands }: Record<string, JsonValue>): boolean {
  if (typeof participant !== 'string' || !Array.isArray(commands)) return false;
  return (commands as readonly JsonValue[]).some(
    (each) => !isObject(each) || !String(each['command']).startsWith(`${participant}.`),
  );
}
