import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  exportJWK,
  exportSPKI,
  generateKeyPair,
  SignJWT,
  UnsecuredJWT,
  type GenerateKeyPairResult,
  type JWTPayload,
} from 'jose';
import { ConductorStack } from '../../../../conductor-stack.fixture.js';
import { expectProblem, wordsOf, type HttpAnswer } from '../../../../conductor-call.fixture.js';
import type { OidcConfig } from '../../../../settings/oidc-config.js';

const AUDIENCE = 'conductor';

let stack: ConductorStack;
let provider: Server;
let issuer: string;
let key: GenerateKeyPairResult;
let other: GenerateKeyPairResult;
let asked: string[];

beforeAll(async () => {
  key = await generateKeyPair('RS256', { extractable: true });
  other = await generateKeyPair('RS256');
  asked = [];
  const jwk = { ...(await exportJWK(key.publicKey)), kid: 'one', alg: 'RS256', use: 'sig' };
  provider = createServer((request, response) => {
    asked.push(String(request.url));
    const documents: Record<string, unknown> = {
      '/.well-known/openid-configuration': { issuer, jwks_uri: `${issuer}/keys` },
      '/keys': { keys: [jwk] },
    };
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(documents[String(request.url)] ?? {}));
  }).listen(0, '127.0.0.1');
  await once(provider, 'listening');
  issuer = `http://127.0.0.1:${(provider.address() as AddressInfo).port}`;
  const oidc: OidcConfig = {
    ...{ issuer, audience: AUDIENCE, clientId: AUDIENCE, clientSecret: null, publicUrl: null },
    ...{ groupsClaim: 'groups', nameClaim: null },
    grants: [
      { group: 'ops', role: 'operator', definitions: 'all' },
      { group: 'lookers', role: 'viewer', definitions: 'all' },
      { group: 'finance', role: 'viewer', definitions: ['refund'] },
    ],
  };
  stack = await ConductorStack.start({ oidc });
});

afterAll(async () => {
  await stack.close();
  provider.close();
  provider.closeAllConnections();
});

const now = (): number => Math.floor(Date.now() / 1000);
const right = (): JWTPayload => ({
  ...{ iss: issuer, aud: AUDIENCE, sub: 'u-1', iat: now(), exp: now() + 300 },
  groups: ['lookers'],
});

function sign(
  changes: JWTPayload = {},
  { alg = 'RS256', by = key.privateKey, ...header }: Record<string, unknown> = {},
): Promise<string> {
  const how = { alg: String(alg), kid: 'one', ...header };
  return new SignJWT({ ...right(), ...changes })
    .setProtectedHeader(how)
    .sign(by as GenerateKeyPairResult['privateKey'] | Uint8Array);
}

function me(token: string): Promise<HttpAnswer> {
  return stack.call('GET', '/v1/me', { headers: { authorization: `Bearer ${token}` } });
}

describe('A token of the OpenID provider', () => {
  it('lets a caller in with the role of its group, by a name that no key has', async () => {
    const answer = await me(await sign({ email: 'ann@example.org', email_verified: true }));
    expect(answer.body).toMatchObject({
      actor: 'oidc/ann@example.org',
      role: 'viewer',
      definitions: null,
      credential: 'oidc:u-1',
    });
    // an address that the provider has not checked is nobody's
    expect((await me(await sign({ email: 'bob@example.org' }))).body.actor).toBe('oidc/u-1');
    expect((await me(await sign({ sub: 'a:b c' }))).body.actor).toBe('oidc/a%3Ab%20c');
  });

  it('gives the highest role of all groups, and the definitions that have it', async () => {
    const both = await me(await sign({ groups: ['finance', 'ops', 'unknown'] }));
    expect(both.body).toMatchObject({ role: 'operator', definitions: null });
    const one = await me(await sign({ groups: 'finance' }));
    expect(one.body).toMatchObject({ role: 'viewer', definitions: ['refund'] });
  });

  it('gives no role without such a group', async () => {
    for (const groups of [[], ['unknown'], undefined, { ops: true }, [['ops']]]) {
      expectProblem(await me(await sign({ groups })), 403, 'FORBIDDEN');
    }
  });

  it('is asked for keys once, however many tokens come', async () => {
    await Promise.all(Array.from({ length: 5 }, async () => me(await sign())));
    expect(asked.filter((path) => path === '/keys').length).toBeLessThanOrEqual(1);
  });
});

describe('A token that is not valid', () => {
  const wrong: Record<string, () => Promise<string> | string> = {
    'no algorithm': () => new UnsecuredJWT(right()).encode(),
    'no algorithm, with a signature': async () => {
      const [, body, signature] = (await sign()).split('.');
      const head = Buffer.from(JSON.stringify({ alg: 'none', kid: 'one' })).toString('base64url');
      return [head, body, signature].join('.');
    },
    'the public key as a secret': async () => {
      const secret = new TextEncoder().encode(await exportSPKI(key.publicKey));
      return sign({}, { alg: 'HS256', by: secret });
    },
    'the public key as a secret, in its other form': async () => {
      const { n = '' } = await exportJWK(key.publicKey);
      return sign({}, { alg: 'HS256', by: Buffer.from(n, 'base64url') });
    },
    'a key of somebody else': () => sign({}, { by: other.privateKey }),
    'a key that the provider does not have': () => sign({}, { kid: 'two' }),
    'another audience': () => sign({ aud: 'another' }),
    'no audience': () => sign({ aud: undefined }),
    'another issuer': () => sign({ iss: 'https://evil.example' }),
    'the issuer with a slash': () => sign({ iss: `${issuer}/` }),
    'a time that is over': () => sign({ exp: now() - 60 }),
    'no end': () => sign({ exp: undefined }),
    'a beginning far ahead': () => sign({ nbf: now() + 3600 }),
    nobody: () => sign({ sub: undefined }),
    'another purpose': () => sign({}, { typ: 'logout+jwt' }),
    'a changed body': async () => {
      const [head, , signature] = (await sign()).split('.');
      const body = Buffer.from(JSON.stringify({ ...right(), groups: ['ops'] }));
      return [head, body.toString('base64url'), signature].join('.');
    },
    'a cut signature': async () => (await sign()).slice(0, -10),
    'no signature': async () => `${(await sign()).split('.').slice(0, 2).join('.')}.`,
    'not a token': () => 'a.b.c',
    'a key set of its own': async () =>
      sign({}, { by: other.privateKey, jku: 'http://127.0.0.1:1/' }),
    'a key of its own': async () =>
      sign({}, { by: other.privateKey, jwk: await exportJWK(other.publicKey) }),
    'a critical header': () => sign({}, { crit: ['exp'], exp: 1 }).catch(() => 'a.b.c'),
  };

  it.each(Object.keys(wrong))('%s: it is refused like one that is missing', async (what) => {
    const token = await wrong[what]?.();
    const answer = await me(token ?? '');
    expectProblem(answer, 401, 'UNAUTHENTICATED');
    const missing = await stack.call('GET', '/v1/me');
    expect(wordsOf(answer.body)).toBe(wordsOf(missing.body));
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
  });

  it('says nothing by the time that it takes: 30 of each kind', async () => {
    const kinds = ['a key of somebody else', 'another audience', 'a time that is over'];
    const timeOf = async (token: string): Promise<number> => {
      const at = performance.now();
      await me(token);
      return performance.now() - at;
    };
    const medians: number[] = [];
    for (const kind of kinds) {
      const token = (await wrong[kind]?.()) ?? '';
      const times: number[] = [];
      for (let time = 0; time < 30; time++) times.push(await timeOf(token));
      medians.push(times.sort((one, another) => one - another)[15] ?? Infinity);
    }
    // a signature is checked first, so none of them is told apart by milliseconds
    expect(Math.max(...medians) - Math.min(...medians)).toBeLessThan(25);
  });
});

it('Without its provider a token is not refused, but to be tried again', async () => {
  const { port } = provider.address() as AddressInfo;
  const oidc = { ...(stack.config.oidc as OidcConfig), issuer: `http://127.0.0.1:${port}/gone` };
  const lonely = await ConductorStack.start({ oidc });
  const headers = { authorization: `Bearer ${await sign()}` };
  expectProblem(await lonely.call('GET', '/v1/me', { headers }), 503, 'LOGIN_UNAVAILABLE');
  await lonely.close();
});
