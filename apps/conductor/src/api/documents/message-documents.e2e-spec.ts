import { Parser } from '@asyncapi/parser';
import { asyncApi, fileNameOf, schemaDocument, SCHEMAS } from '#asyncapi';
import { expectProblem } from '../../conductor-call.fixture.js';
import { ConductorStack, ORDER_DEFINITION } from '../../conductor-stack.fixture.js';

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

  it('lists its schemas, each with an address that answers', async () => {
    const { status, body } = await stack.call('GET', '/schemas');
    expect(status).toBe(200);
    const list = body.schemas as readonly { readonly title: string; readonly url: string }[];
    expect(list).toHaveLength(Object.keys(SCHEMAS).length + 1);
    for (const { title, url } of list) {
      const found = await stack.call('GET', `/${url}`);
      expect([url, title, found.status]).toEqual([url, expect.stringMatching(/./), 200]);
    }
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

describe('The contract of one definition', () => {
  const PATH = '/v1/definitions/place-order/versions/1/asyncapi.json';
  const admin = { authorization: `Bearer ${'k'.repeat(32)}` };
  const SCHEMA = { type: 'object', required: ['amount'] };

  beforeAll(async () => {
    const other = { ...ORDER_DEFINITION, name: 'other-order' };
    for (const body of [ORDER_DEFINITION, other]) {
      const { status } = await stack.call('POST', '/v1/definitions', { body, headers: admin });
      expect(status).toBe(201);
    }
  });

  it('has its commands under the names of this installation, as they are described', async () => {
    // given a participant that says what it takes
    await stack.describe('payment', [{ command: 'payment.authorize', inputSchema: SCHEMA }]);
    // when the contract is asked for
    const answer = await stack.call('GET', PATH, { headers: admin });
    // then it is the version's, with that
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toContain('application/vnd.aai.asyncapi+json');
    const { info, channels, operations, components } = answer.body;
    expect(info).toMatchObject({ title: 'place-order', version: '1' });
    expect(channels.commandsOfPayment.address).toBe('shop.commands.payment');
    expect(operations.sendPaymentAuthorizeCommand.reply).toBeDefined();
    expect(components.schemas.PaymentAuthorizeInput).toEqual(SCHEMA);
    expect(components.schemas.OrderCreateInput).toBeUndefined();
  });

  it('has nothing that the parser of AsyncAPI objects to', async () => {
    const { body } = await stack.call('GET', PATH, { headers: admin });
    const findings = await new Parser().validate(JSON.stringify(body));
    const wrong = findings.filter(({ code }) => code !== 'asyncapi-latest-version');
    expect(wrong.map(({ code, message }) => `${code} ${message}`)).toEqual([]);
  });

  it('is for whoever may see the definition, and nobody else', async () => {
    expectProblem(await stack.call('GET', PATH), 401, 'UNAUTHENTICATED');
    const askedBy = async (name: string) => {
      const body = { name, role: 'viewer', definitions: [name], reason: 'a test' };
      const made = await stack.call('POST', '/v1/admin/keys', { body, headers: admin });
      const headers = { authorization: `Bearer ${made.body.key}` };
      return stack.call('GET', PATH, { headers });
    };
    expect((await askedBy('place-order')).status).toBe(200);
    expectProblem(await askedBy('other-order'), 404, 'DEFINITION_NOT_FOUND');
  });

  it.each(['place-order/versions/2', 'nothing/versions/1'])('is not there of %s', async (which) => {
    const answer = await stack.call('GET', `/v1/definitions/${which}/asyncapi.json`, {
      headers: admin,
    });
    expectProblem(answer, 404, 'DEFINITION_NOT_FOUND');
  });
});
