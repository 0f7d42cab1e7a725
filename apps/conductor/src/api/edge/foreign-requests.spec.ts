import { ForeignRequests, refuseUntyped } from './foreign-requests.js';

const LOCAL = { host: '127.0.0.1', allowedHosts: ['conductor.internal'], hasKeys: false };

function refusal(
  headers: Readonly<Record<string, string>>,
  { method = 'POST', options = LOCAL, httpVersion = '1.1', rawHeaders = rawOf(headers) } = {},
): string | null {
  const request = { method, headers, rawHeaders, httpVersion };
  return new ForeignRequests(options).refuse(request)?.code ?? null;
}

function rawOf(headers: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(headers).flat();
}

describe('A page of another origin', () => {
  const host = 'localhost:3000';

  it.each<Readonly<Record<string, string>>>([
    { origin: 'https://evil.example' },
    { origin: 'http://localhost:5173' },
    { origin: 'http://127.0.0.1:3000' },
    { origin: 'http://localhost:3000.evil.example' },
    { origin: 'null' },
    { origin: '' },
    { origin: 'file://' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': 'Cross-Site', origin: 'http://localhost:3000' },
    { 'sec-fetch-site': 'same-origin', origin: 'https://evil.example' },
  ])('changes nothing: %j', (headers) => {
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
      expect(refusal({ host, ...headers }, { method })).toBe('ORIGIN_NOT_ALLOWED');
    }
  });

  it('changes nothing where callers have keys either', () => {
    const options = { ...LOCAL, hasKeys: true };
    const headers = { host: 'api.example', origin: 'https://evil.example' };
    expect(refusal(headers, { options })).toBe('ORIGIN_NOT_ALLOWED');
  });

  it.each<Readonly<Record<string, string>>>([
    {},
    { origin: 'http://localhost:3000' },
    { origin: 'https://localhost:3000', 'sec-fetch-site': 'same-origin' },
    { origin: 'https://conductor.internal', 'sec-fetch-site': 'none' },
  ])('is told from our own, and from a program: %j', (headers) => {
    expect(refusal({ host, ...headers })).toBeNull();
  });

  it('may lead to ours by a link', () => {
    const headers = { host, 'sec-fetch-site': 'cross-site' };
    expect(refusal(headers, { method: 'GET' })).toBeNull();
  });
});

describe('Without keys', () => {
  it.each(['localhost', 'LOCALHOST:3000', '127.0.0.1:3000', '127.3.2.1', '[::1]:3000'])(
    'a loopback name is answered: %s',
    (host) => expect(refusal({ host }, { method: 'GET' })).toBeNull(),
  );

  it('so are the address it listens on, and names that are allowed', () => {
    const options = { ...LOCAL, host: 'build-box' };
    expect(refusal({ host: 'build-box:3000' }, { options })).toBeNull();
    expect(refusal({ host: 'conductor.internal' }, { options })).toBeNull();
  });

  it.each([
    'evil.example',
    '169.254.169.254',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    'localhost:3000@evil.example',
    '[::2]',
    'evil.example, localhost',
    '',
  ])('no other is, not even to read: %s', (host) => {
    expect(refusal({ host }, { method: 'GET' })).toBe('HOST_NOT_ALLOWED');
  });

  it('one without a name is not', () => {
    expect(refusal({}, { httpVersion: '1.0' })).toBe('HOST_NOT_ALLOWED');
  });
});

describe('The Host header', () => {
  const options = { ...LOCAL, hasKeys: true };

  it('comes once', () => {
    const rawHeaders = ['Host', 'localhost', 'HOST', 'localhost'];
    expect(refusal({ host: 'localhost' }, { options, rawHeaders })).toBe('BAD_REQUEST');
  });

  it('has to come, but with HTTP/1.0', () => {
    expect(refusal({}, { options })).toBe('BAD_REQUEST');
    expect(refusal({}, { options, httpVersion: '1.0' })).toBeNull();
  });

  it('may be any where callers have keys', () => {
    expect(refusal({ host: 'conductor.example' }, { options })).toBeNull();
  });
});

describe('What has no body', () => {
  const untyped = (headers: Readonly<Record<string, string>>) =>
    refuseUntyped({ method: 'POST', headers, rawHeaders: [], httpVersion: '1.1' });

  it.each(['origin', 'referer', 'cookie', 'sec-fetch-site'])(
    'comes from no page by a form, as its header %s shows',
    (header) => {
      const refused = untyped({ [header]: 'http://localhost:3000' });
      expect(refused).toMatchObject({ code: 'CONTENT_TYPE_UNSUPPORTED' });
      expect(refused?.detail).toContain('Content-Type: application/json');
      expect(untyped({ [header]: 'x', 'content-type': 'application/json' })).toBeNull();
    },
  );

  it('may come from a program without a type', () => {
    expect(untyped({ 'user-agent': 'node', 'sec-fetch-mode': 'cors' })).toBeNull();
  });
});
