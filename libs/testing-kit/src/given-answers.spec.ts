import { type Answer, losesReplies, refuses, succeeds } from './answers.js';
import { scenario } from './scenario.js';

const shop = scenario({
  name: 'shop',
  inputSchema: { type: 'object' },
  steps: [
    { name: 'a', command: 'shop.a', compensation: 'shop.undo-a' },
    { name: 'approve', wait: { signal: 'approval', timeout: '1h', onTimeout: 'continue' } },
    { name: 'parcels', saga: { definition: 'ship' } },
    { name: 'b', command: 'shop.b', compensation: 'none', input: '${steps.a.output}' },
  ],
});
const NAMES = 'it has shop.a, shop.undo-a, saga.ship, shop.b';

/** As who writes no types may give it. */
const untyped = (answer: unknown) => answer as Answer;

describe('What a definition does not have cannot be given', () => {
  it('a command', () => {
    expect(() => shop.given('shop.aa', refuses())).toThrow(
      `the definition has no command shop.aa: ${NAMES}`,
    );
    const document = { name: 'x', steps: [{ name: 'a', command: 'x.a', compensation: 'none' }] };
    expect(() => scenario(document, { 'x.b': succeeds() })).toThrow('no command x.b: it has x.a');
  });

  it('a step that sends no command', () => {
    expect(() => shop.given('approve', refuses())).toThrow(
      `no command approve: ${NAMES}. The step approve sends none`,
    );
  });

  it('a signal', () => {
    expect(() => shop.givenSignal('aproval')).toThrow(
      'no step waits for the signal aproval: they wait for approval',
    );
    const deaf = scenario({ name: 'x', steps: [{ name: 'rest', delay: '1s' }] });
    expect(() => deaf.givenSignal('go')).toThrow('no step waits for the signal go, or for any');
  });
});

it('A child saga loses no replies', () => {
  expect(() => shop.given('saga.ship', losesReplies())).toThrow(
    'saga.ship is a child saga, and none of its replies is ever lost',
  );
});

describe('An answer that is none fails the test', () => {
  it.each<unknown>([{ type: 'succeeded', output: {} }, undefined])('%j', (answer) => {
    const message = 'the answer to shop.a is no function';
    expect(() => shop.given('shop.a', untyped(answer))).toThrow(message);
  });

  const error = { code: 'NO', message: 'no' };
  it.each<[string, unknown]>([
    ['shop.a is answered with a promise: ', Promise.resolve({ type: 'succeeded', output: {} })],
    ['shop.a is answered with nothing: give null for silence, or', undefined],
    ['shop.a is answered with {"ok":1}, which is no outcome: give', { ok: 1 }],
    ['shop.a is answered with "yes", which is no outcome', 'yes'],
    ['shop.a is answered with {"type":"failed"', { type: 'failed', error }],
    ['shop.a succeeds without an output: ', { type: 'succeeded' }],
    ['shop.a is refused without an error: ', { type: 'refused' }],
    ['shop.a is errored without an error: ', { type: 'errored', error: { code: 7 } }],
    ['"not a code" is no code: ', { type: 'refused', error: { ...error, code: 'not a code' } }],
    ['the output of shop.a is not JSON', { type: 'succeeded', output: 7n }],
    ['retryAfterMs of shop.a', { type: 'errored', error, retryAfterMs: '1s' }],
  ])('%s', (message, outcome) => {
    const answered = shop.given(
      'shop.a',
      untyped(() => outcome),
    );
    expect(() => answered.when({})).toThrow(message);
  });

  it('an input that is left out', () => {
    const leftOut = undefined as never;
    expect(() => shop.when(leftOut)).toThrow('the input is not JSON: undefined');
  });
});

it('An output comes as it would over the wire', () => {
  const at = new Date(0) as unknown as string;
  const left = undefined as unknown as string;
  shop
    .given('shop.a', succeeds({ at, left }))
    .when({})
    .thenSendsData('shop.b', { at: '1970-01-01T00:00:00.000Z' });
});

it('Data of a command that was never sent is missed by name', () => {
  expect(() => shop.when({}).thenSendsData('shop.undo-a', {})).toThrow(
    'shop.undo-a was not sent: sent were shop.a, saga.ship, shop.b',
  );
});
