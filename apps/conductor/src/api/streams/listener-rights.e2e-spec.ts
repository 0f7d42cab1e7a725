import { eventually } from '#testing-internal';
import { ConductorStack } from '../../conductor-stack.fixture.js';
import { StreamClient } from './stream-client.fixture.js';

const ROOT = { authorization: 'Bearer 0123456789abcdef-root' };
const reason = 'a test';

let stack: ConductorStack;

beforeAll(async () => {
  const apiKeys = [{ name: 'root', key: '0123456789abcdef-root' }];
  stack = await ConductorStack.start({ apiKeys });
});

afterAll(() => stack.close());

describe('A stream that was opened with a key', () => {
  it('given the key is revoked, when seconds have passed, then the stream is ended', async () => {
    const body = { reason, name: 'console', role: 'viewer' };
    const { body: made } = await stack.call('POST', '/v1/admin/keys', { body, headers: ROOT });
    const url = `${stack.conductor.url}/v1/stream`;
    const own = await StreamClient.open(url, { authorization: `Bearer ${made.key}` });
    const other = await StreamClient.open(url, ROOT);
    await own.first('open');
    const revoke = `/v1/admin/keys/${made.id}/revoke`;
    const revoked = await stack.call('POST', revoke, { body: { reason }, headers: ROOT });
    expect(revoked.status).toBe(200);
    expect(await own.first('end')).toEqual({ reason: 'not-allowed' });
    await eventually(
      () => own.hasEnded,
      (hasEnded) => hasEnded,
    );
    expect([other.hasEnded, other.dataOf('end')]).toEqual([false, []]);
    other.break();
  });
});
