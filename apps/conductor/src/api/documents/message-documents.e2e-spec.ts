import { asyncApi, fileNameOf, schemaDocument, SCHEMAS } from '#asyncapi';
import { ConductorStack } from '../../conductor-stack.fixture.js';

let stack: ConductorStack;

beforeAll(async () => {
  const apiKeys = [{ name: 'root', key: 'k'.repeat(32), role: 'admin' as const }];
  stack = await ConductorStack.start({ prefix: 'shop', apiKeys });
});

afterAll(() => stack.close());

describe('The contract of messages', () => {
  it('is served to whoever asks, with the names of this installation', async () => {
    const answer = await stack.call('GET', '/asyncapi.json');
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual(asyncApi({ prefix: 'shop' }));
    expect(answer.headers.get('content-type')).toContain('application/vnd.aai.asyncapi+json');
    const headers = { 'if-none-match': answer.headers.get('etag') ?? '' };
    expect((await stack.call('GET', '/asyncapi.json', { headers })).status).toBe(304);
  });

  it.each(Object.keys(SCHEMAS))('has %s as a JSON Schema of its own', async (name) => {
    const answer = await stack.call('GET', `/schemas/${fileNameOf(name)}.json`);
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual(schemaDocument(name));
    expect(answer.headers.get('content-type')).toMatch(/^application\/schema\+json/);
  });

  it('has an address for every message of the document', async () => {
    const { components } = (await stack.call('GET', '/asyncapi.json')).body;
    const messages = Object.values<Record<string, string>>(components.messages);
    expect(messages.length).toBeGreaterThan(10);
    for (const { 'x-schema': path = '' } of messages) {
      expect([path, (await stack.call('GET', path)).status]).toEqual([path, 200]);
    }
  });

  it('has nothing under another name, and that needs a key', async () => {
    expect((await stack.call('GET', '/schemas/nothing.json')).status).toBe(401);
  });
});
