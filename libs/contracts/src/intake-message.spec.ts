import { parseIntake } from './intake-message.js';

const OPTIONS = { eventsExchange: 'c.events', descriptionsExchange: 'c.descriptions' };

function check(pattern: string, data: object, messageId: string | undefined = 'm-1') {
  const properties = { headers: {}, ...(messageId === undefined ? {} : { messageId }) };
  const body = Buffer.from(JSON.stringify({ pattern, data }));
  return parseIntake({ exchange: '', routingKey: 'c.intake', body, properties } as never, OPTIONS);
}

const LOAN = { definition: 'loan', input: {} };
const SAGA = '0193a6f0-7b1e-7cc3-9a55-1f0e6a7c2b11';

describe('A message that starts a saga is held to what a request is held to', () => {
  it.each([
    ['an unknown field', { ...LOAN, vesion: 2 }, '"vesion" is no field of it'],
    ['no input', { definition: 'loan' }, '"input" is missing'],
    ['null for an input', { definition: 'loan', input: null }, '"input" is missing'],
    ['a text for a version', { ...LOAN, version: '1' }, '"version" must be 1 to'],
  ])('and has %s: it is set aside', (_what, data, detail) => {
    const expected = { ok: false, reason: 'WRONG_FORM' };
    const result = check('saga.start', data);
    expect(result).toMatchObject({ ...expected, detail: expect.stringContaining(detail) });
  });

  it('and has all its fields: it is taken', () => {
    const data = { ...LOAN, version: 2, key: 'l-1', idempotencyKey: 'i-1' };
    expect(check('saga.start', data)).toMatchObject({ ok: true, request: { id: 'i-1' } });
  });

  it.each([false, 0, '', []])('and has the input %j: it is taken', (input) => {
    expect(check('saga.start', { ...LOAN, input })).toMatchObject({ request: { input } });
  });
});

describe('A message that is a signal', () => {
  it('names its saga in capitals, too', () => {
    const request = { type: 'signal', sagaId: SAGA };
    const data = { sagaId: SAGA.toUpperCase(), name: 'go' };
    expect(check('saga.signal', data)).toMatchObject({ ok: true, request });
  });

  it('with an unknown field is set aside', () => {
    const data = { sagaId: SAGA, name: 'go', paylod: 1 };
    expect(check('saga.signal', data)).toMatchObject({ ok: false, reason: 'WRONG_FORM' });
  });
});

describe('A message whose id cannot be used is told apart from one without', () => {
  it('by its reason', () => {
    expect(check('saga.start', LOAN, '')).toMatchObject({ reason: 'MESSAGE_ID_INVALID' });
    expect(check('saga.start', LOAN, 'with a space')).toMatchObject({
      reason: 'MESSAGE_ID_INVALID',
      detail: expect.stringContaining('1 to 128'),
    });
    const ofData = check('saga.start', { ...LOAN, idempotencyKey: 7 });
    expect(ofData).toMatchObject({ reason: 'MESSAGE_ID_INVALID' });
    const properties = { headers: {} };
    const body = Buffer.from(JSON.stringify({ pattern: 'saga.start', data: LOAN }));
    const without = { exchange: '', routingKey: 'c.intake', body, properties };
    expect(parseIntake(without as never, OPTIONS)).toMatchObject({ reason: 'NO_MESSAGE_ID' });
  });
});
