import { signCorrelation, type Correlation } from './correlation.js';
import { parseReply, replyMessage, type ReplyOutcome } from './reply.js';

const correlation: Correlation = {
  sagaId: '0193a6f0-7b1e-7cc3-9a55-1f0e6a7c2b11',
  step: 'authorizePayment',
  iteration: 0,
  direction: 'execute',
  attempt: 1,
};
const correlationId = signCorrelation('secret', correlation);

describe('a reply in our own form', () => {
  it.each<ReplyOutcome>([
    { type: 'succeeded', output: { authorizationId: 'a-1' } },
    { type: 'succeeded', output: null },
    { type: 'refused', error: { code: 'CARD_DECLINED', message: 'no funds' } },
    { type: 'errored', error: { code: 'BUSY', message: 'later' } },
    { type: 'errored', error: { code: 'BUSY', message: 'later' }, retryAfterMs: 500 },
  ])('arrives as it was sent: %j', (outcome) => {
    const command = { messageId: 'm-1', correlationId, replyTo: 'conductor.replies' };
    const message = replyMessage(command, outcome, { appId: 'payment', at: 0 });

    expect(message).toMatchObject({ exchange: '', routingKey: 'conductor.replies' });
    const properties = { ...message.properties, headers: {} };
    const parsed = parseReply({ body: message.body, properties }, { secrets: 'secret' });
    expect(parsed).toEqual({ ok: true, correlation, outcome });
  });

  it('may leave out its output, and carry fields that nobody knows', () => {
    expect(outcomeOf('{"outcome":"succeeded","version":2,"isDisposed":false}')).toEqual({
      type: 'succeeded',
      output: null,
    });
  });

  it('may say what the participant worked, in ms; anything else is not said', () => {
    const command = { messageId: 'm-1', correlationId, replyTo: 'conductor.replies' };
    const done = { type: 'succeeded', output: null } as const;
    const { body } = replyMessage(command, done, { appId: 'payment', at: 0, tookMs: 12.3 });
    expect(parse(body.toString())).toMatchObject({ ok: true, tookMs: 13 });
    for (const tookMs of [-1, '5', null, 1e300, {}]) {
      expect(parse(JSON.stringify({ outcome: 'succeeded', tookMs }))).not.toHaveProperty('tookMs');
    }
  });

  it('has a code that is safe to store, compare and show', () => {
    const codeOf = (code: unknown) => outcomeOf({ outcome: 'refused', error: { code } });
    expect(codeOf('CARD_DECLINED')).toMatchObject({ error: { code: 'CARD_DECLINED' } });
    expect(codeOf(409)).toMatchObject({ error: { code: '409' } });
    for (const code of ['<b>', 'A'.repeat(65), '', null, ['A'], 'A\nB']) {
      expect(codeOf(code)).toMatchObject({ error: { code: 'ERROR' } });
    }
  });

  it('has a message of one line and bounded length', () => {
    const messageOf = (message: unknown) => outcomeOf({ outcome: 'errored', error: { message } });
    expect(messageOf('a\nb\u0007c')).toMatchObject({ error: { message: 'a b c' } });
    expect(messageOf('x'.repeat(5000))).toMatchObject({ error: { message: 'x'.repeat(2000) } });
    expect(messageOf('x'.repeat(1999) + '😀')).toMatchObject({
      error: { message: 'x'.repeat(1999) },
    });
  });

  it('cannot put off the next attempt for longer than a day', () => {
    const waitOf = (retryAfterMs: unknown) =>
      outcomeOf({ outcome: 'errored', error: { code: 'BUSY', message: '', retryAfterMs } });
    expect(waitOf(1e15)).toMatchObject({ retryAfterMs: 86_400_000 });
    for (const nonsense of [-1, '5', null]) {
      expect(waitOf(nonsense)).not.toHaveProperty('retryAfterMs');
    }
  });
});

describe('a reply of a NestJS microservice', () => {
  it.each<[string, string, ReplyOutcome]>([
    [
      'one value',
      '{"response":{"id":1},"isDisposed":true}',
      { type: 'succeeded', output: { id: 1 } },
    ],
    [
      'a value, as older versions send it',
      '{"err":null,"response":1,"isDisposed":true,"id":"m-1"}',
      { type: 'succeeded', output: 1 },
    ],
    ['nothing', '{"isDisposed":true}', { type: 'succeeded', output: null }],
    [
      'an exception that nobody caught',
      '{"err":{"status":"error","message":"Internal server error"},"isDisposed":true}',
      {
        type: 'errored',
        error: { code: 'ERROR', message: 'Internal server error' },
        isFinalIfListed: true,
      },
    ],
    [
      'no handler for the pattern',
      '{"id":"m-1","err":"There is no matching message handler","status":"error"}',
      {
        type: 'errored',
        error: { code: 'ERROR', message: 'There is no matching message handler' },
        isFinalIfListed: true,
      },
    ],
    [
      'an RpcException with a code, which the definition may list as final',
      '{"err":{"code":"CARD_DECLINED","message":"no funds"},"isDisposed":true}',
      {
        type: 'errored',
        error: { code: 'CARD_DECLINED', message: 'no funds' },
        isFinalIfListed: true,
      },
    ],
    [
      'an RpcException that says it is a refusal',
      '{"err":{"refused":true,"code":"CARD_DECLINED","message":"no"},"isDisposed":true}',
      { type: 'refused', error: { code: 'CARD_DECLINED', message: 'no' } },
    ],
    [
      'a refusal without a reason',
      '{"outcome":"refused"}',
      { type: 'refused', error: { code: 'ERROR', message: 'no reason was given' } },
    ],
    [
      'an error that has a code alone',
      '{"outcome":"errored","error":{"code":"BUSY"}}',
      { type: 'errored', error: { code: 'BUSY', message: 'no reason was given' } },
    ],
    [
      'an RpcException of another shape',
      '{"err":{"reason":"x"}}',
      {
        type: 'errored',
        error: { code: 'ERROR', message: '{"reason":"x"}' },
        isFinalIfListed: true,
      },
    ],
  ])('tells of %s', (_name, body, outcome) => {
    expect(outcomeOf(body)).toEqual(outcome);
  });

  it('is set aside when it is one of many values', () => {
    expect(reasonOf('{"response":1}')).toBe('PARTIAL_RESPONSE');
  });
});

describe('a message on the reply queue that is no reply', () => {
  it.each([
    ['', 'NOT_JSON'],
    ['nonsense', 'NOT_JSON'],
    ['{"outcome":"succeeded"', 'NOT_JSON'],
    ['null', 'UNKNOWN_FORM'],
    ['[]', 'UNKNOWN_FORM'],
    ['{}', 'UNKNOWN_FORM'],
    ['{"outcome":"unknown"}', 'UNKNOWN_FORM'],
    ['{"outcome":{"type":"succeeded"}}', 'UNKNOWN_FORM'],
    ['{"outcome":"succeeded","output":"\\u0000"}', 'UNSTORABLE_TEXT'],
    ['{"outcome":"succeeded","output":{"\\ud800":1}}', 'UNSTORABLE_TEXT'],
    ['{"outcome":"succeeded","output":1e400}', 'UNSTORABLE_NUMBER'],
    [`{"outcome":"succeeded","output":${'9'.repeat(310)}}`, 'UNSTORABLE_NUMBER'],
    ['{"outcome":"succeeded","output":{"__proto__":{"isAdmin":true}}}', 'FORBIDDEN_KEY'],
    ['{"outcome":"succeeded","output":{"\\u005f_proto__":1}}', 'FORBIDDEN_KEY'],
    ['{"outcome":"succeeded","output":{"constructor":{"prototype":{}}}}', 'FORBIDDEN_KEY'],
    [`{"outcome":"succeeded","output":${'['.repeat(32)}${']'.repeat(32)}}`, 'TOO_DEEP'],
    [`{"output":${'['.repeat(200_000)}`, 'TOO_DEEP'],
    [`"${'x'.repeat(1024 * 1024)}"`, 'TOO_LARGE'],
  ])('is set aside with its reason (%#: %.60s)', (body, reason) => {
    expect(reasonOf(body)).toBe(reason);
  });

  it('is told when it is not UTF-8', () => {
    expect(reasonOf(Buffer.from([0x22, 0xff, 0x22]))).toBe('NOT_JSON');
  });

  it('still tells which saga it was for', () => {
    expect(parse('nonsense')).toMatchObject({ ok: false, correlation });
  });

  it('is set aside when its correlation id is missing or forged', () => {
    const body = Buffer.from('{"outcome":"succeeded"}');
    const reply = (id?: string) => ({ body, properties: { correlationId: id, headers: {} } });
    const parsed = (id?: string) => parseReply(reply(id) as never, { secrets: ['secret'] });
    expect(parsed()).toMatchObject({ ok: false, reason: 'NO_CORRELATION', correlation: null });
    expect(parsed('x')).toMatchObject({ ok: false, reason: 'BAD_SIGNATURE', correlation: null });
  });

  it.each([
    '{"outcome":"succeeded","output":{"constructor":"Ferrari"}}',
    '{"outcome":"succeeded","output":["1e400",1e30,1.5E-3,true]}',
    '{"outcome":"succeeded","output":"\\ud83d\\ude00 }}}]]] \\" [[["}',
    `{"outcome":"succeeded","output":${'['.repeat(31)}${']'.repeat(31)}}`,
  ])('is not mistaken for one that only looks odd: %s', (body) => {
    expect(outcomeOf(body)).toEqual({ type: 'succeeded', output: JSON.parse(body).output });
  });
});

function parse(body: string | Buffer) {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  const delivery = { body: bytes, properties: { correlationId, headers: {} } };
  return parseReply(delivery, { secrets: ['other', 'secret'] });
}

function outcomeOf(body: unknown): ReplyOutcome {
  const parsed = parse(typeof body === 'string' ? body : JSON.stringify(body));
  if (!parsed.ok) throw new Error(parsed.reason);
  return parsed.outcome;
}

function reasonOf(body: string | Buffer): string {
  const parsed = parse(body);
  return parsed.ok ? 'ok' : parsed.reason;
}
