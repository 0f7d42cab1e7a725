import type { IncomingMessage } from 'node:http';
import { checkDoor, DoorOpenError, refuseAtDoor } from './door.js';

function refusal(
  headers: Readonly<Record<string, string>>,
  {
    method = 'POST',
    url = '/orders',
    apiKey,
  }: { method?: string; url?: string; apiKey?: string } = {},
): string | null {
  const request = { method, url, headers } as unknown as IncomingMessage;
  const options = { host: '127.0.0.1', ...(apiKey === undefined ? {} : { apiKey }) };
  return refuseAtDoor(request, options)?.code ?? null;
}

describe('The door of the order service', () => {
  it('opens beyond this machine with a key only', () => {
    expect(() => checkDoor({ host: '0.0.0.0' })).toThrow(DoorOpenError);
    expect(() => checkDoor({ host: '::' })).toThrow(/set CONDUCTOR_API_KEY/);
    checkDoor({ host: '0.0.0.0', apiKey: 'k' });
    for (const host of ['127.0.0.1', 'localhost', '::1']) checkDoor({ host });
  });

  it('asks for the key where there is one, but not of probes', () => {
    const host = 'orders.example';
    expect(refusal({ host }, { apiKey: 'secret' })).toBe('UNAUTHENTICATED');
    expect(refusal({ host, authorization: 'Bearer wrong' }, { apiKey: 'secret' })).toBe(
      'UNAUTHENTICATED',
    );
    expect(refusal({ host, authorization: 'Bearer secret' }, { apiKey: 'secret' })).toBeNull();
    const probe = { method: 'GET', url: '/health/ready', apiKey: 'secret' };
    expect(refusal({ host }, probe)).toBeNull();
  });

  it.each(['evil.example', '169.254.169.254:3001', '', 'localhost.evil.example'])(
    'answers no foreign name without a key: %s',
    (host) => expect(refusal({ host }, { method: 'GET' })).toBe('HOST_NOT_ALLOWED'),
  );

  it.each<Readonly<Record<string, string>>>([
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { 'sec-fetch-site': 'cross-site' },
  ])('takes no order of a page of another origin: %j', (headers) => {
    const request = { host: 'localhost:3001', ...headers };
    expect(refusal(request)).toBe('ORIGIN_NOT_ALLOWED');
  });

  it.each(['localhost:3001', '127.0.0.1', '[::1]:3001'])('is open to this machine: %s', (host) => {
    expect(refusal({ host, origin: `http://${host}` })).toBeNull();
  });
});
