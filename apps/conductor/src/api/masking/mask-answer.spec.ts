import { maskAnswer, MASKED, OF_ANY_SAGA, type KnownMarks, type Marks } from './mask-answer.js';
import { asSeen, toldToViewers } from './own-words.js';

const REF = { name: 'sale', version: 2 };
const MARKS = ['/input/card', '/input/lines/*/secret', '/steps/pay/output/token'];

/** Only `sale` marks anything. */
function knows(marks: Marks): KnownMarks {
  return { of: (name) => (name === 'sale' ? marks : null) };
}

function seen(answer: unknown, marks: Marks = MARKS, ofAll: Marks | null = null): unknown {
  return maskAnswer(answer, knows(marks), ofAll);
}

describe('Of a saga whose definition marks something', () => {
  const saga = {
    id: 's-1',
    key: 'o-1',
    definition: REF,
    input: { card: '4242', amount: 7, lines: [{ secret: 1, sku: 'a' }, { sku: 'b' }] },
    output: { token: 't-1' },
    error: { code: 'DECLINED', message: 'card 4242 is declined' },
    steps: [
      { name: 'pay', attempts: {}, output: { token: 't-1', id: 'p-1' }, error: null },
      { name: 'ship', attempts: {}, output: { trackingId: 'x' }, error: null },
    ],
    locks: [{ key: 'card:4242', status: 'held', ticket: 3 }],
    parent: null,
    children: [{ id: 's-2', definition: { name: 'parcel', version: 1 }, step: 'ship' }],
  };

  it('viewers see the rest, and nothing that is made from it', () => {
    expect(seen(saga)).toEqual({
      ...saga,
      input: { card: MASKED, amount: 7, lines: [{ secret: MASKED, sku: 'a' }, { sku: 'b' }] },
      output: MASKED,
      error: { code: 'DECLINED', message: MASKED },
      steps: [
        { name: 'pay', attempts: {}, output: { token: MASKED, id: 'p-1' }, error: null },
        { name: 'ship', attempts: {}, output: { trackingId: 'x' }, error: null },
      ],
      locks: [{ key: MASKED, status: 'held', ticket: 3 }],
    });
  });

  it('they see all of another definition, and no more of another version', () => {
    const other = { ...saga, definition: { name: 'other', version: 2 } };
    expect(seen(other)).toEqual(other);
    const definition = { name: 'sale', version: 1 };
    expect(seen({ ...saga, definition })).toEqual({ ...(seen(saga) as object), definition });
  });

  it.each([
    { marks: ['/input'], input: { card: 1 }, then: MASKED },
    { marks: ['/input/card'], input: '4242', then: MASKED },
    { marks: ['/input/card/number'], input: { card: '4242' }, then: { card: MASKED } },
    { marks: ['/input/card'], input: null, then: null },
    { marks: ['/input/*/pin'], input: [{ pin: 1 }, 2], then: [{ pin: MASKED }, MASKED] },
    { marks: ['/input/a~1b'], input: { 'a/b': 1, b: 2 }, then: { 'a/b': MASKED, b: 2 } },
    { marks: ['/input/__proto__'], input: { a: 1 }, then: { a: 1 } },
    { marks: ['/key'], input: { card: 1 }, then: { card: 1 } },
  ])('$marks of the input $input', ({ marks, input, then }) => {
    expect(seen({ definition: REF, input }, marks)).toEqual({ definition: REF, input: then });
  });

  it('the key is hidden only when it is marked', () => {
    expect(seen({ definition: REF, key: 'o-1' })).toEqual({ definition: REF, key: 'o-1' });
    expect(seen({ definition: REF, key: 'o-1' }, ['/key'])).toMatchObject({ key: MASKED });
  });

  it('so are keys of locks and sentences, wherever they stand', () => {
    const about = {
      definition: REF,
      waiting: {
        code: 'lock',
        text: 'waits for card:4242',
        on: [{ name: null, key: 'card:4242' }],
      },
      actions: [{ verb: 'release-lock', key: 'card:4242' }],
      why: { code: 'FORBIDDEN', detail: 'needs operator' },
      group: { fingerprint: 'f', kind: 'card 4242 is declined' },
      locksGivenBack: ['card:4242'],
    };
    expect(JSON.stringify(seen(about))).not.toContain('4242');
    expect(seen(about)).toMatchObject({ why: about.why });
  });

  it('an iteration is an item of its loop', () => {
    const step = { name: 'pay[3]', attempts: {}, output: { token: 't', id: 1 } };
    const marks = ['/steps/pay/output/*/token'];
    const masked = { ...step, output: { token: MASKED, id: 1 } };
    expect(seen({ definition: REF, steps: [step] }, marks)).toMatchObject({ steps: [masked] });
  });

  it('its history hides the same, page by page', () => {
    const page = {
      items: [
        {
          version: 1,
          at: 'x',
          input: { type: 'operator', action: { name: 'retry', step: 'pay', input: { card: 1 } } },
          events: [
            { type: 'saga-started', definition: REF, input: { card: '4242', amount: 7 } },
            { type: 'command-issued', step: 'pay', command: 'a.b', data: { number: '4242' } },
            { type: 'step-succeeded', step: 'pay', output: { token: 't' } },
            { type: 'signal-received', name: 'go', payload: { pin: 1 } },
            { type: 'locks-acquired', keys: ['card:4242'], tickets: [1] },
            { type: 'lock-released', key: 'card:4242' },
            { type: 'iterations-opened', items: [{ item: '4242', data: {} }] },
            { type: 'saga-completed', output: { token: 't' }, error: null },
          ],
        },
      ],
      next: null,
    };
    const text = JSON.stringify(seen(page, MARKS, MARKS));
    expect(text).not.toMatch(/4242|"t"|"pin"|"number"|"card":1/);
    expect(text).toContain('"amount":7');
    expect(text).toContain('"command":"a.b"');
    expect(text).toContain('"tickets":[1]');
  });
});

it('A hash is hidden wherever it stands: whoever guesses what it is of would know by it', () => {
  const hash = '0123456789abcdef'.repeat(4);
  const shown = { fingerprint: hash.slice(0, 16), input: { checksum: hash, hash: 'short' } };
  const about = {
    ...{ definition: 'other', ...shown, previewHash: hash, bodySha256: hash },
    seal: { seq: 4, hash },
    events: [{ type: 'event-taken', id: `sha256:${hash}` }],
  };
  expect(seen([about])).toEqual([
    {
      ...{ definition: 'other', ...shown, previewHash: MASKED, bodySha256: MASKED },
      seal: { seq: 4, hash: MASKED },
      events: [{ type: 'event-taken', id: MASKED }],
    },
  ]);
});

it('An answer about sagas that it does not name hides all that may be of one', () => {
  const records = [
    { sagaId: 's-1', request: { name: 'skip', step: 'pay', output: { token: 't' } } },
    { sagaId: null, bodyText: '{"card":"4242"}', properties: { a: 1 }, detail: 'card 4242' },
    { sagaId: 's-1', bodyBytes: 12, reason: 'TOO_LARGE' },
  ];
  expect(seen(records, MARKS, OF_ANY_SAGA)).toEqual([
    { sagaId: 's-1', request: { name: 'skip', step: 'pay', output: MASKED } },
    { sagaId: null, bodyText: MASKED, properties: MASKED, detail: MASKED },
    records[2],
  ]);
});

it('A preview, and what may be done, hide payloads and the keys of locks', () => {
  const command = { step: 'pay', data: { card: '4242' }, isDataShown: true, queue: 'q' };
  const preview = {
    sagaId: 's-1',
    commands: [{ ...command, then: [{ ...command, then: [] }] }],
    events: [{ event: 'saga.abandoned.sale', data: { error: { message: '4242' } } }],
    undoLost: [{ step: 'pay', by: 'payment.void' }],
    locksGivenBack: ['card:4242'],
    previewHash: 'f00d'.repeat(16),
  };
  const actions = {
    sagaId: 's-1',
    actions: [{ verb: 'release-lock', key: 'card:4242', allowed: false, why: { detail: '4242' } }],
  };
  const text = JSON.stringify(seen([preview, actions], MARKS, MARKS));
  expect(text).not.toContain('4242');
  expect(text).not.toContain('f00d');
  expect(text).toContain('"by":"payment.void"');
});

it('An act that waits for a second person hides what it was asked for with', () => {
  const request = (body: object) => ({ definition: 'sale', request: { method: 'POST', body } });
  expect(seen(request({ step: 'pay', output: { id: 1 }, input: { a: 1 }, key: 'k' }))).toEqual(
    request({ step: 'pay', output: MASKED, input: MASKED, key: MASKED }),
  );
});

it('What has other words for viewers is told in them, and what is as seen is left as it is', () => {
  const waiting = toldToViewers({ code: 'stuck', text: 'card 4242' }, () => 'ship is stuck');
  const line = asSeen({ text: `ship: stuck, NO_VAN (${MASKED})` });
  expect(seen({ definition: REF, waiting, line, other: { text: 'card 4242' } })).toEqual({
    ...{ definition: REF, line, other: { text: MASKED } },
    waiting: { code: 'stuck', text: 'ship is stuck' },
  });
});
