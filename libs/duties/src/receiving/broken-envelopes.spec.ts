import fc from 'fast-check';
import { assertProperty, eventually, propertyTimeMs, settle } from '#testing-internal';
import type { PublishOutcome } from '#bus';
import { element, EnvelopeBench } from './envelope-bench.fixture.js';

let bench: EnvelopeBench;

afterEach(() => bench.close());

describe('A routing slip in an envelope', () => {
  it('is forwarded by itself, and the reply says so', async () => {
    bench = await EnvelopeBench.start({ quick: true });
    const next = {
      ...{ step: 'book', iteration: 0, attempt: 1, participant: 'bank', command: 'bank.book' },
      ...{ timeoutMs: 30_000, messageId: 'next', correlationId: 'signed', data: { a: 1 } },
      ...{ fill: [], isPastPivot: false, undo: null },
    };
    const slip = { next: [next], back: [], undo: null, trail: [] };
    const delivered = bench.deliverText([element('s-0', { slip }), element('s-1')]);
    await settle();

    const forwarded = bench.bus.published.filter(({ routingKey }) => routingKey === 'bank');
    expect(forwarded).toMatchObject([{ properties: { messageId: 'next', type: 'bank.book' } }]);
    expect(forwarded[0]?.properties.contentType).toBeUndefined();
    const bodies = bench.bus.published
      .filter(({ routingKey }) => routingKey === 'q')
      .map(({ body }) => body.toString());
    expect(bodies.filter((body) => body.includes('"forwarded":true'))).toHaveLength(1);
    expect(delivered.isAcknowledged).toBe(true);
  });
});

describe('An envelope of which half is bad', () => {
  it('has its good commands answered, and each bad one answered or set aside alone', async () => {
    bench = await EnvelopeBench.start({ quick: true });
    const texts = [
      element('good-1'),
      element('s-1', { headers: {} }),
      '{"pattern":"payment.authorize","pattern":"payment.void"}',
      element('good-2'),
      '7',
      '{"commands":[{}]}',
    ];
    const delivered = bench.deliverText(texts);
    await settle();

    expect(bench.answers().flat().toSorted()).toEqual([
      'good-1 succeeded',
      'good-2 succeeded',
      's-1 errored',
    ]);
    expect(
      bench
        .dead()
        .map(({ body }) => body.toString())
        .toSorted(),
    ).toEqual([texts[2], texts[4], texts[5]].toSorted());
    expect(bench.dead()[0]?.properties.headers).toMatchObject({
      'dead-reason': 'MALFORMED_COMMAND',
    });
    expect(delivered.isAcknowledged).toBe(true);
  });

  it('is acknowledged only when the broker has the bad ones too', async () => {
    bench = await EnvelopeBench.start({ quick: true });
    let setAside: PublishOutcome = 'unknown';
    bench.bus.answerWith(({ exchange }) =>
      exchange === 'conductor.dead' ? setAside : 'confirmed',
    );
    const delivered = bench.deliverText([element('good'), '7']);
    await settle();
    expect(bench.answers()).toEqual([['good succeeded']]);
    expect(delivered.isAcknowledged).toBe(false);
    setAside = 'confirmed';
    await eventually(
      () => delivered.isAcknowledged,
      (isAcknowledged) => isAcknowledged,
    );
    expect(bench.dead().length).toBeGreaterThan(1);
  });
});

const RUNS = { runs: 60 };

describe('Whatever an envelope has beside good commands', () => {
  const bad = fc.oneof(
    fc.json(),
    fc.constantFrom('{"a":1,"a":2}', '{"__proto__":1}', '"\\u0000"', '1e400', 'x', '[}', '{"a":}'),
  );
  const elements = fc.array(fc.oneof(bad, fc.constant(null)), { minLength: 1, maxLength: 30 });

  it(
    'those are answered, once each, and all of it has ended',
    () => {
      return assertProperty(
        fc.asyncProperty(elements, async (all) => {
          bench = await EnvelopeBench.start({ quick: true });
          const good = all.flatMap((each, index) => (each === null ? [`good-${index}`] : []));
          const delivered = bench.deliverText(
            all.map((each, index) => each ?? element(`good-${index}`)),
          );
          await settle();
          expect(bench.answers().flat()).toEqual(good.map((id) => `${id} succeeded`));
          expect(bench.dead()).toHaveLength(all.length - good.length);
          expect(delivered.isAcknowledged).toBe(true);
          bench.close();
        }),
        RUNS,
      );
    },
    propertyTimeMs(RUNS),
  );
});

describe('An envelope that is none', () => {
  it.each([
    ['cut in half', `{"commands":[${element('s-0')},{"patt`],
    ['with 10,000 elements', `{"commands":[${Array(10_000).fill('{}').join()}]}`],
    ['with an empty list', '{"commands":[]}'],
    ['of replies', '{"replies":[{}]}'],
  ])('%s, is set aside as one message', async (_, text) => {
    bench = await EnvelopeBench.start({ quick: true });
    const delivered = bench.deliverBody(text);
    await settle();
    expect(bench.dead()).toHaveLength(1);
    expect(bench.dead()[0]?.properties.headers).toMatchObject({ 'dead-bytes': text.length });
    expect(bench.answers()).toEqual([]);
    expect(delivered.isAcknowledged).toBe(true);
  });
});
