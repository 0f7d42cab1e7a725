import { signCorrelation } from './correlation.js';
import { parseReply } from './reply.js';

const sagaId = '0193a6f0-7b1e-7cc3-9a55-1f0e6a7c2b11';
const about = { sagaId, step: 'pay', iteration: 0, direction: 'execute', attempt: 1 } as const;
const correlationId = signCorrelation('secret', about);

function outcomeOf(packet: string) {
  const properties = { correlationId, headers: {} };
  const check = parseReply({ body: Buffer.from(packet), properties }, { secrets: 'secret' });
  return check.ok ? check.outcome : check.reason;
}

describe('A packet of NestJS means what it means to its own client', () => {
  const succeeded = (output: unknown) => ({ type: 'succeeded', output });
  const errored = (message: string) => ({
    type: 'errored',
    error: { code: 'ERROR', message },
    isFinalIfListed: true,
  });
  const UNSAID = 'no reason was given';

  it.each<[string, unknown]>([
    ['{"response":1,"isDisposed":true}', succeeded(1)],
    ['{"response":null,"isDisposed":true}', succeeded(null)],
    ['{"response":false,"isDisposed":true}', succeeded(false)],
    ['{"isDisposed":true}', succeeded(null)],
    ['{"err":null,"response":1,"isDisposed":true}', succeeded(1)],
    ['{"err":"","response":{"id":1},"isDisposed":true}', succeeded({ id: 1 })],
    ['{"err":0,"response":null,"isDisposed":true}', succeeded(null)],
    ['{"err":false,"response":1,"isDisposed":true}', succeeded(1)],
    ['{"err":"no","response":1,"isDisposed":true}', errored('no')],
    ['{"err":[],"response":1,"isDisposed":true}', errored('[]')],
    ['{"err":{},"response":1,"isDisposed":true}', errored('{}')],
    ['{"response":1}', 'PARTIAL_RESPONSE'],
    ['{"response":1,"isDisposed":false}', 'PARTIAL_RESPONSE'],
  ])('%s', (packet, expected) => {
    expect(outcomeOf(packet)).toEqual(expected);
  });

  it.each<[string, string]>([
    ['{"err":"","isDisposed":true}', UNSAID],
    ['{"err":null,"isDisposed":true}', UNSAID],
    ['{"err":0,"isDisposed":true}', '0'],
    ['{"err":false,"isDisposed":true}', 'false'],
    ['{"err":[],"isDisposed":true}', '[]'],
    ['{"err":{},"isDisposed":true}', '{}'],
    ['{"err":""}', UNSAID],
    ['{"err":null}', UNSAID],
  ])('but an error that is hardly one, and alone, is an error: %s', (packet, message) => {
    expect(outcomeOf(packet)).toEqual(errored(message));
  });
});

describe('A reply that says both is no success', () => {
  it.each([
    '{"outcome":"succeeded","output":1,"error":{"code":"X"}}',
    '{"outcome":"succeeded","output":1,"error":"x"}',
    '{"outcome":"succeeded","output":1,"error":false}',
    '{"outcome":"succeeded","output":1,"err":"x"}',
    '{"outcome":"succeeded","output":1,"err":""}',
    '{"outcome":"succeeded","err":{"refused":true},"isDisposed":true}',
    '{"outcome":"succeeded","response":1,"isDisposed":true}',
    '{"outcome":"refused","output":{"id":1},"error":{"code":"X"}}',
    '{"outcome":"refused","response":1}',
    '{"error":{"code":"X"},"isDisposed":true}',
    '{"response":1,"error":{"code":"X"},"isDisposed":true}',
    '{"output":1,"isDisposed":true}',
  ])('%s', (packet) => {
    expect(outcomeOf(packet)).toBe('UNKNOWN_FORM');
  });

  it.each<[string, unknown]>([
    ['{"outcome":"succeeded","output":1,"error":null}', { type: 'succeeded', output: 1 }],
    ['{"outcome":"succeeded","output":1,"err":null}', { type: 'succeeded', output: 1 }],
    ['{"outcome":"succeeded","output":1,"response":1}', { type: 'succeeded', output: 1 }],
    [
      '{"outcome":"refused","output":null,"error":{"code":"X","message":"m"}}',
      { type: 'refused', error: { code: 'X', message: 'm' } },
    ],
    [
      '{"outcome":"errored","output":1,"error":{"code":"X","message":"m"}}',
      { type: 'errored', error: { code: 'X', message: 'm' } },
    ],
  ])('but null is left out, and a failure may have an output: %s', (packet, expected) => {
    expect(outcomeOf(packet)).toEqual(expected);
  });
});
