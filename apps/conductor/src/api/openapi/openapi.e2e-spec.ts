import { definitionSchema } from '#definition';
import { ConductorStack } from '../../conductor-stack.fixture.js';
import { isOfConsole } from '../console/console-routes.fixture.js';
import type { Json } from './conformance.fixture.js';
import { lint } from './redocly.fixture.js';

let stack: ConductorStack;
let document: Json;

beforeAll(async () => {
  stack = await ConductorStack.start();
  ({ body: document } = await stack.call('GET', '/openapi.json'));
});

afterAll(() => stack.close());

/** Routes that serve pages or the document itself, not the API. */
const NOT_API =
  /^GET \/($|docs|\w+api\.json|schemas($|\/))|^GET \/v1\/login\/oidc|^\w+ \/v1\/alerts\/mute\//;

function operations(): readonly (readonly [string, Record<string, never>])[] {
  return Object.entries<Record<string, Record<string, never>>>(document.paths).flatMap(
    ([path, methods]) =>
      Object.entries(methods).map(
        ([method, operation]) => [`${method.toUpperCase()} ${path}`, operation] as const,
      ),
  );
}

describe('The OpenAPI document', () => {
  it('lists every route, and no other', () => {
    const served = stack.conductor.routes
      .filter((route) => !NOT_API.test(route) && !isOfConsole(route.replace('GET ', '')))
      .map((route) => route.replaceAll(/:(\w+)/g, '{$1}'));
    expect(
      operations()
        .map(([name]) => name)
        .sort(),
    ).toEqual([...served].sort());
  });

  it('has a schema for whatever it refers to', () => {
    expect(document.openapi).toMatch(/^3\.1/);
    const references = [...JSON.stringify(document).matchAll(/"#\/components\/(\w+)\/(\w+)"/g)];
    expect(references.length).toBeGreaterThan(50);
    const missing = references.filter(([, kind, name]) => {
      return document.components[kind ?? '']?.[name ?? ''] === undefined;
    });
    expect(missing.map(([text]) => text)).toEqual([]);
  });

  it('keeps the rules of a linter, which finds what breaks them', () => {
    expect(lint(document)).toEqual([]);
    const { license: _license, ...info } = document.info;
    expect(lint({ ...document, info })).toEqual([expect.stringContaining('info-license #/info')]);
  });

  it('says what every call answers, and how it fails', () => {
    for (const [name, operation] of operations()) {
      const { responses, summary, operationId } = operation as unknown as {
        responses: Record<string, { $ref?: string }>;
        summary: string;
        operationId: string;
      };
      expect([name, summary.length > 0, operationId.length > 0]).toEqual([name, true, true]);
      expect([name, Object.keys(responses).some((status) => status < '300')]).toEqual([name, true]);
      const failure = responses['500']?.$ref?.split('/').at(-1) ?? '';
      const { content } = document.components.responses[failure];
      expect([name, Object.keys(content)]).toEqual([name, ['application/problem+json']]);
    }
  });

  it('names every call as a client would, and no two alike', () => {
    const ids = operations().map(([, { operationId }]) => String(operationId));
    expect(ids).toEqual(expect.arrayContaining(['startSaga', 'listSagas', 'getSaga', 'retrySaga']));
    expect(ids.filter((id) => !/^[a-z]+([A-Z][a-z]+)+$/.test(id))).toEqual([]);
    // lists are of several, and what is read by its name or id is got
    const lists = ids.filter((id) => id.startsWith('list'));
    expect(lists.filter((id) => !/^list\w*s(For|Of|$)/.test(id))).toEqual([]);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('wants an API key for everything but logins and the two health checks', () => {
    const open = operations().filter(([, { security }]) => JSON.stringify(security) === '[]');
    expect(open.map(([name]) => name)).toEqual([
      ...['GET /v1/login', 'POST /v1/login', 'POST /v1/logout'],
      ...['GET /health/live', 'GET /health/ready'],
    ]);
    expect(document.components.securitySchemes.bearer).toMatchObject({ scheme: 'bearer' });
  });

  it('describes request bodies', () => {
    const { StartSagaDto, SettleDto } = document.components.schemas;
    expect(StartSagaDto.required).toEqual(['definition', 'input']);
    expect(Object.keys(StartSagaDto.properties)).toEqual(['definition', 'version', 'key', 'input']);
    expect(SettleDto.required).toEqual(expect.arrayContaining(['reason', 'step', 'result']));
    const { post } = document.paths['/v1/definitions'];
    expect(post.requestBody.content['application/json'].schema).toEqual({
      $ref: '#/components/schemas/DefinitionDocument',
    });
  });

  it('names every field of a definition and of its steps, and no other', async () => {
    const places = placesBelow('', document.components.schemas.DefinitionDocument);
    expect(places.map(([path]) => path)).toContain('/steps/0/compensation/retry');
    for (const [path, fields] of places) {
      const keys = path.split('/').slice(1);
      const body = keys.reduceRight<Json>(
        (inner, key) => (key === '0' ? [inner] : { [key]: inner }),
        { another: 1 },
      );
      const { body: report } = await stack.call('POST', '/v1/definitions/validate', { body });
      const fault = report.errors.find((each: Json) => each.path === `${path}/another`);
      expect([path, fault?.message.split(': there are ')[1].split(', ')]).toEqual([path, fields]);
    }
  });
});

/** The fields at each place of a definition, by its path. */
function placesBelow(path: string, schema: Json): readonly (readonly [string, string[]])[] {
  const { properties = {}, items, anyOf = [] } = schema;
  const fields = Object.keys(properties);
  return [
    ...(fields.length > 0 ? [[path, fields] as const] : []),
    ...fields.flatMap((field) => placesBelow(`${path}/${field}`, properties[field])),
    ...(items ? placesBelow(`${path}/0`, items) : []),
    ...anyOf.flatMap((form: Json) => placesBelow(path, form)),
  ];
}

describe('The JSON Schema of definitions', () => {
  it('is served as one that may be kept for a while, and is not sent again unchanged', async () => {
    const answer = await stack.call('GET', '/schemas/definition.json');
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual(definitionSchema());
    expect(answer.headers.get('content-type')).toMatch(/^application\/schema\+json/);
    expect(answer.headers.get('cache-control')).toBe('public, max-age=3600');
    const headers = { 'if-none-match': answer.headers.get('etag') ?? '' };
    const again = await stack.call('GET', '/schemas/definition.json', { headers });
    expect(again.status).toBe(304);
  });
});

describe('The page of the API', () => {
  it('loads nothing from elsewhere', async () => {
    const page = await stack.call('GET', '/docs');
    expect(page.status).toBe(200);
    const links = [...String(page.body).matchAll(/(?:src|href)="([^"]+)"/g)].map(([, to]) => to);
    expect(links.length).toBeGreaterThan(2);
    for (const link of links) {
      expect(link).not.toMatch(/^(https?:)?\/\//);
      const { status } = await stack.call('GET', new URL(link ?? '', 'http://x/docs').pathname);
      expect([link, status]).toEqual([link, 200]);
    }
  });
});
