import { connect } from 'node:net';
import { once } from 'node:events';
import { gzipSync } from 'node:zlib';
import { ConductorStack, ORDER_DEFINITION } from '../../conductor-stack.fixture.js';
import { expectProblem } from '../../conductor-call.fixture.js';

const UNKNOWN_ID = '0192f0c1-aaaa-7bbb-8ccc-0123456789ab';
const START = { definition: 'place-order', input: { orderId: 'o-1' } };

let stack: ConductorStack;
let rowsBefore: number;

beforeAll(async () => {
  stack = await ConductorStack.start();
  const { status } = await stack.call('POST', '/v1/definitions', { body: ORDER_DEFINITION });
  expect(status).toBe(201);
});

beforeEach(async () => {
  rowsBefore = await stack.countRows();
});

afterEach(async () => {
  // refused requests have left no trace
  expect(await stack.countRows()).toBe(rowsBefore);
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
});

afterAll(() => stack.close());

describe.each(['/v1/sagas', '/v1/definitions', '/v1/definitions/validate'])('POST %s', (path) => {
  it.each([
    ['malformed JSON', '{"definition": "place-order", ', 'JSON_MALFORMED'],
    ['bytes after the value', '{} x', 'JSON_MALFORMED'],
    ['two byte-order marks', '\ufeff\ufeff{}', 'JSON_MALFORMED'],
    ['nesting of 5,000', `${'['.repeat(5_000)}${']'.repeat(5_000)}`, 'JSON_TOO_DEEP'],
    ['the key __proto__', '{"input":{"__proto__":{"polluted":1}}}', 'JSON_FORBIDDEN_KEY'],
    ['the key constructor', '{"constructor":{"prototype":{}}}', 'JSON_FORBIDDEN_KEY'],
    ['a \\u0000', '{"definition":"a\\u0000b"}', 'JSON_FORBIDDEN_CHARACTER'],
    ['half a surrogate pair', '{"definition":"\\ud800"}', 'JSON_FORBIDDEN_CHARACTER'],
    ['a key twice', '{"definition":"a","definition":"b"}', 'JSON_DUPLICATE_KEY'],
    ['a number that overflows', '{"input":1e309}', 'JSON_NUMBER_IMPRECISE'],
    ['an integer beyond 2^53', '{"input":9007199254740993}', 'JSON_NUMBER_IMPRECISE'],
    ['a key of 300 characters', `{"${'k'.repeat(300)}":1}`, 'JSON_KEY_TOO_LONG'],
  ])('refuses %s', async (_what, body, code) => {
    expectProblem(await stack.call('POST', path, { body }), 400, code);
  });

  it('refuses a body of 300 KiB', async () => {
    const body = JSON.stringify({ input: 'x'.repeat(300 * 1024) });
    expectProblem(await stack.call('POST', path, { body }), 413, 'BODY_TOO_LARGE');
  });

  it('refuses a compressed body', async () => {
    const answer = await stack.call('POST', path, {
      body: gzipSync(JSON.stringify(START)),
      headers: { 'content-encoding': 'gzip' },
    });
    expectProblem(answer, 415, 'CONTENT_ENCODING_UNSUPPORTED');
  });

  it.each([
    'text/plain',
    'application/xml',
    'application/x-www-form-urlencoded',
    'nonsense',
    'application/json; charset=utf-16',
  ])('refuses a body of type %s', async (type) => {
    const headers = { 'content-type': type };
    const answer = await stack.call('POST', path, { body: JSON.stringify(START), headers });
    expectProblem(answer, 415, 'CONTENT_TYPE_UNSUPPORTED');
  });
});

describe('Starting a saga', () => {
  it.each<[string, unknown, { path: string; rule: string }]>([
    ['no fields', {}, { path: '/definition', rule: 'isString' }],
    ['an array', [START], { path: '/definition', rule: 'isString' }],
    ['a text', '"text"', { path: '/definition', rule: 'isString' }],
    ['no input', { definition: 'place-order' }, { path: '/input', rule: 'isDefined' }],
    ['a wrong type', { ...START, definition: 7 }, { path: '/definition', rule: 'isString' }],
    ['a text for a version', { ...START, version: '1' }, { path: '/version', rule: 'isInt' }],
    ['version 0', { ...START, version: 0 }, { path: '/version', rule: 'min' }],
    [
      'an unknown field',
      { ...START, status: 'completed' },
      { path: '/status', rule: 'unknownField' },
    ],
    ['an id of its own', { ...START, id: UNKNOWN_ID }, { path: '/id', rule: 'unknownField' }],
    ...['hasOwnProperty', 'isPrototypeOf', '__defineGetter__', 'constructor'].map(
      (name): [string, unknown, { path: string; rule: string }] => [
        `an unknown field ${name}`,
        { ...START, [name]: 1 },
        { path: `/${name}`, rule: 'unknownField' },
      ],
    ),
    [
      'a key that is too long',
      { ...START, key: 'k'.repeat(300) },
      { path: '/key', rule: 'isLength' },
    ],
  ])('refuses %s', async (_what, body, fault) => {
    const answer = await stack.call('POST', '/v1/sagas', { body });
    expectProblem(answer, 400, 'VALIDATION_FAILED');
    expect(answer.body.errors).toContainEqual({ ...fault, message: expect.any(String) });
  });

  it('says of what type a version is before it says how large it may be', async () => {
    const answer = await stack.call('POST', '/v1/sagas', { body: { ...START, version: '1' } });
    expect(answer.body.errors[0]).toMatchObject({ path: '/version', rule: 'isInt' });
  });

  it('refuses no body at all', async () => {
    expectProblem(await stack.call('POST', '/v1/sagas'), 400, 'VALIDATION_FAILED');
  });

  it('refuses an unknown definition, and an unknown version', async () => {
    for (const body of [
      { ...START, definition: 'nobody' },
      { ...START, version: 99 },
    ]) {
      expectProblem(await stack.call('POST', '/v1/sagas', { body }), 404, 'DEFINITION_NOT_FOUND');
    }
  });

  it('refuses an input that does not fit its schema, and says where', async () => {
    const body = { ...START, input: { orderId: 5 } };
    const answer = await stack.call('POST', '/v1/sagas', { body });
    expectProblem(answer, 400, 'INPUT_INVALID');
    expect(answer.body.errors).toEqual([
      { path: '/input/orderId', rule: 'inputSchema', message: expect.any(String) },
    ]);
  });

  it.each(['', 'k'.repeat(129), 'a b', '\u00e4', 'a,b', '<x>'])(
    'refuses the Idempotency-Key "%s"',
    async (key) => {
      const headers = { 'idempotency-key': key };
      const answer = await stack.call('POST', '/v1/sagas', { body: START, headers });
      expectProblem(answer, 400, 'IDEMPOTENCY_KEY_INVALID');
    },
  );

  it.each(['10', '61s', '-1s', '1h', 'forever', '1e3ms'])('refuses ?wait=%s', async (wait) => {
    const answer = await stack.call('POST', `/v1/sagas?wait=${wait}`, { body: START });
    expectProblem(answer, 400, 'VALIDATION_FAILED');
  });
});

describe('Addresses and queries', () => {
  it.each([
    ['GET', `/v1/sagas/${UNKNOWN_ID}`, 404, 'SAGA_NOT_FOUND'],
    ['GET', `/v1/sagas/${UNKNOWN_ID}/history`, 404, 'SAGA_NOT_FOUND'],
    ['GET', '/v1/sagas/not-a-uuid', 404, 'SAGA_NOT_FOUND'],
    ['GET', "/v1/sagas/1'%20or%20'1'='1", 404, 'SAGA_NOT_FOUND'],
    ['GET', '/v1/definitions/nobody', 404, 'DEFINITION_NOT_FOUND'],
    ['GET', '/v1/definitions/place-order/versions/0', 404, 'DEFINITION_NOT_FOUND'],
    ['GET', '/v1/definitions/place-order/versions/99999999999', 404, 'DEFINITION_NOT_FOUND'],
    ['GET', '/v1/nothing', 404, 'ROUTE_NOT_FOUND'],
    ['GET', '/v1/sagas/', 404, 'ROUTE_NOT_FOUND'],
    ['GET', '/V1/sagas', 404, 'ROUTE_NOT_FOUND'],
    ['DELETE', '/v1/sagas', 405, 'METHOD_NOT_ALLOWED'],
    ['PUT', `/v1/sagas/${UNKNOWN_ID}`, 405, 'METHOD_NOT_ALLOWED'],
    ['GET', `/v1/admin/sagas/${UNKNOWN_ID}/retry`, 405, 'METHOD_NOT_ALLOWED'],
    ['GET', '/v1/sagas/%', 400, 'BAD_REQUEST'],
    ['GET', `/v1/sagas/${'x'.repeat(300)}`, 414, 'URL_TOO_LONG'],
    ['GET', '/v1/sagas?limit=0', 400, 'VALIDATION_FAILED'],
    ['GET', '/v1/sagas?limit=-1', 400, 'VALIDATION_FAILED'],
    ['GET', '/v1/sagas?limit=1000000000', 400, 'VALIDATION_FAILED'],
    ['GET', '/v1/sagas?limit=101', 400, 'VALIDATION_FAILED'],
    ['GET', '/v1/sagas?status=lost', 400, 'VALIDATION_FAILED'],
    ['GET', '/v1/sagas?status=stuck&status=running', 400, 'VALIDATION_FAILED'],
    ['GET', '/v1/sagas?from=yesterday', 400, 'VALIDATION_FAILED'],
    ['GET', '/v1/sagas?q=a%00b', 400, 'BAD_REQUEST'],
    ['GET', '/v1/sagas?key=%ff', 400, 'BAD_REQUEST'],
    ['GET', '/v1/sagas?key=%zz', 400, 'BAD_REQUEST'],
    ['GET', '/v1/sagas?key=100%', 400, 'BAD_REQUEST'],
    ['GET', '/v1/sagas?q=%ed%a0%80', 400, 'BAD_REQUEST'],
    ['GET', '/v1/sagas?%ff=x', 400, 'BAD_REQUEST'],
    ['GET', '/v1/admin/locks?key=%c0%80', 400, 'BAD_REQUEST'],
    ['GET', '/v1/sagas?order=name', 400, 'VALIDATION_FAILED'],
    ['GET', '/v1/sagas?cursor=tampered', 400, 'CURSOR_INVALID'],
    ['GET', '/v1/sagas?cursor=WyJzYWdhcyIsIicgb3IgMT0xIl0', 400, 'CURSOR_INVALID'],
    ['GET', '/v1/admin/audit?saga=nobody', 400, 'VALIDATION_FAILED'],
    ['GET', '/v1/admin/audit?cursor=tampered', 400, 'CURSOR_INVALID'],
    ['GET', '/v1/admin/dead-messages?limit=0', 400, 'VALIDATION_FAILED'],
  ])('%s %s is %i %s', async (method, path, status, code) => {
    expectProblem(await stack.call(method, path), status, code);
  });

  it('names the methods that are allowed', async () => {
    const { headers } = await stack.call('DELETE', '/v1/sagas');
    expect(headers.get('allow')).toBe('GET, HEAD, POST');
  });

  it('answers what is no HTTP with problem details, too', async () => {
    expect(await talk('GET / NONSENSE\r\n\r\n')).toMatch(/^HTTP\/1.1 400 [^]*"code":"BAD_REQUEST"/);
    const flood = `GET /health/live HTTP/1.1\r\nhost: x\r\nx: ${'y'.repeat(40_000)}\r\n\r\n`;
    const tooLarge = await talk(flood);
    expect(tooLarge).toMatch(/^HTTP\/1.1 431 [^]*"code":"HEADERS_TOO_LARGE"/);
    expect(tooLarge).toContain('16384 bytes');
    const address = await talk(`GET /v1/sagas?q=${'y'.repeat(20_000)} HTTP/1.1\r\nhost: x\r\n\r\n`);
    expect(address).toMatch(/^HTTP\/1.1 414 [^]*"code":"URL_TOO_LONG"/);
    expect(address).toContain('16384 bytes');
  });

  it.each([
    ['no Host', 'GET /health/live HTTP/1.1', [], 400, 'BAD_REQUEST'],
    ['two', 'GET /health/live HTTP/1.1', ['host: localhost', 'Host: x'], 400, 'BAD_REQUEST'],
    ['a foreign one', 'GET /v1/sagas HTTP/1.1', ['host: evil.example'], 421, 'HOST_NOT_ALLOWED'],
    [
      'an Expect',
      'GET /health/live HTTP/1.1',
      ['host: localhost', 'expect: x'],
      417,
      'EXPECTATION_FAILED',
    ],
    ['no HTTP', 'GET / NONSENSE', [], 400, 'BAD_REQUEST'],
    ['a broken address', 'GET /v1/sagas/% HTTP/1.1', ['host: localhost'], 400, 'BAD_REQUEST'],
    ['raw UTF-8', 'GET /v1/sagas?key=ä HTTP/1.1', ['host: localhost'], 400, 'BAD_REQUEST'],
  ] as const)('answers %s with a problem and all security headers', async (...request) => {
    const [, line, headers, status, code] = request;
    const answer = await talk([line, ...headers, 'connection: close', '', ''].join('\r\n'));
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} [^]*"code":"${code}"`));
    expect(answer).toMatch(/^content-type: application\/problem\+json/im);
    expect(answer).toMatch(/^x-content-type-options: nosniff/im);
    expect(answer).toMatch(/^content-security-policy: default-src 'self'/im);
    expect(answer).toMatch(/^cache-control: no-store/im);
    const [, requestId = ''] = /^x-request-id: (\S+)/im.exec(answer) ?? [];
    expect(answer).toContain(`"requestId":"${requestId}"`);
  });

  it('lets no page of another origin change anything', async () => {
    const path = '/v1/definitions/place-order/versions/1/retire';
    const body = { reason: 'because' };
    for (const headers of [
      { origin: 'https://evil.example' },
      { 'sec-fetch-site': 'cross-site' },
    ] as readonly Record<string, string>[]) {
      const answer = await stack.call('POST', path, { body, headers });
      expectProblem(answer, 403, 'ORIGIN_NOT_ALLOWED');
    }
  });

  it.each([
    ['none', undefined, /^[0-9a-f-]{36}$/],
    ['one of a gateway', 'Root=1-67891233-abcdef', /^Root=1-67891233-abcdef$/],
    ['one with spaces', 'a b', /^[0-9a-f-]{36}$/],
    ['one of 129 characters', 'x'.repeat(129), /^[0-9a-f-]{36}$/],
  ])('given %s, names a request in its answer and in its problem', async (_what, given, named) => {
    const headers: Record<string, string> = given === undefined ? {} : { 'x-request-id': given };
    const wrong = await stack.call('GET', '/v1/nothing', { headers });
    expect(wrong.body.requestId).toMatch(named);
    expect(wrong.headers.get('x-request-id')).toBe(wrong.body.requestId);
    const right = await stack.call('GET', '/v1/sagas', { headers });
    expect(right.headers.get('x-request-id')).toMatch(named);
  });

  it('sends headers that keep browsers from guessing', async () => {
    for (const path of ['/v1/nothing', `/v1/sagas/${'x'.repeat(300)}`, '/docs']) {
      const { headers } = await stack.call('GET', path);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('content-security-policy')).toContain("default-src 'self'");
    }
  });
});

describe('A request with thousands of headers', () => {
  it('keeps its Idempotency-Key, though it comes last', async () => {
    const body = JSON.stringify({ definition: 'place-order', input: {} });
    const lines = [
      'POST /v1/sagas HTTP/1.1\r\nHost: localhost\r\nConnection: close',
      `Content-Type: application/json\r\nContent-Length: ${body.length}`,
      ...Array.from({ length: 2_500 }, () => 'a:'),
      // a request that is refused, which shows that it was read
      'Idempotency-Key: a key with spaces',
    ];
    const answer = await talk(`${lines.join('\r\n')}\r\n\r\n${body}`);
    expect(answer).toContain('IDEMPOTENCY_KEY_INVALID');
  });
});

/** Sends bytes over a socket and returns everything that comes back. */
async function talk(text: string): Promise<string> {
  const { hostname, port } = new URL(stack.conductor.url);
  const socket = connect(Number(port), hostname);
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  socket.write(text);
  await once(socket, 'close');
  return Buffer.concat(chunks).toString();
}
