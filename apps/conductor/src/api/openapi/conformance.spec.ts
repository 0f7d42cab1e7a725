import { Conformance } from './conformance.fixture.js';

const text = { type: 'string' };
const document = {
  paths: {
    '/things/{id}': {
      get: {
        responses: {
          200: {
            content: { 'application/json': { schema: { $ref: '#/components/schemas/Thing' } } },
          },
        },
      },
    },
  },
  components: {
    schemas: {
      Thing: { type: 'object', required: ['name'], properties: { name: text } },
      Problem: { type: 'object', required: ['code'], properties: { code: text } },
    },
  },
};
const conformance = new Conformance(document);

function faultOf(status: number, body: unknown, more: object = {}): string | null {
  const contentType = 'application/json; charset=utf-8';
  const answer = { method: 'GET', path: '/things/7?x=1', status, contentType, body };
  return conformance.faultOf({ ...answer, ...more });
}

describe('An answer is compared with the OpenAPI document', () => {
  it('fits when status, type and schema do', () => {
    expect(faultOf(200, { name: 'lamp' })).toBeNull();
  });

  it('needs no document when it is a page or the document itself', () => {
    for (const path of [
      '/',
      '/docs',
      '/docs/start.js',
      '/openapi.json',
      '/asyncapi.json',
      '/schemas/definition.json',
    ]) {
      expect([path, faultOf(200, '', { path, contentType: 'text/html' })]).toEqual([path, null]);
    }
    expect(faultOf(404, '', { path: '/docs/nothing', contentType: 'text/html' })).not.toBeNull();
  });

  it.each([
    ['another status', 201, { name: 'lamp' }, {}],
    ['another schema', 200, { name: 7 }, {}],
    ['a missing field', 200, {}, {}],
    ['a field of which the document does not know', 200, { name: 'lamp', colour: 'red' }, {}],
    ['another type', 200, { name: 'lamp' }, { contentType: 'text/plain' }],
    ['a 500 of an unknown address', 500, { code: 'INTERNAL' }, { path: '/x' }],
    [
      'no problem at an unknown address',
      404,
      {},
      { path: '/x', contentType: 'application/problem+json' },
    ],
  ])('%s does not fit', (_what, status, body, more) => {
    expect(faultOf(status, body, more)).not.toBeNull();
  });
});
