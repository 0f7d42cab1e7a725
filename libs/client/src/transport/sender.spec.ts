import { ConductorClient } from '../conductor-client.js';
import { ConductorError } from '../errors/conductor-error.js';
import { UnexpectedAnswerError, UnreachableError } from '../errors/own-errors.js';
import { PreviewOutdatedError, ValidationFailedError } from '../errors/problem-classes.js';
import { hangsUp, json, problem, ScriptedServer } from '../scripted-server.fixture.js';

let server: ScriptedServer;
let client: ConductorClient;

const SAGA = { id: '01900000-0000-7000-8000-000000000011', status: 'completed' };
const REQUEST = { definition: 'order', input: { orderId: 'o-1' } };
const soon = { firstDelayMs: 1 };

beforeAll(async () => {
  server = await ScriptedServer.start();
  client = new ConductorClient({ baseUrl: server.url, apiKey: 'secret', retries: soon });
});

afterAll(() => server.close());

/** What a call rejects with. */
async function errorOf(call: Promise<unknown>): Promise<ConductorError> {
  const error: unknown = await call.then(
    () => new Error('it was answered'),
    (reason: unknown) => reason,
  );
  if (error instanceof ConductorError) return error;
  throw error;
}

describe('A call that does not get through', () => {
  it('given a cut and a busy conductor, when a saga is started, then under one key', async () => {
    const busy = problem(503, 'OVERLOADED', { headers: { 'retry-after': '0' } });
    server.script(hangsUp, busy, json(201, SAGA));
    expect(await client.sagas.start(REQUEST)).toEqual(SAGA);
    const keys = server.seen.map(({ headers }) => headers['idempotency-key']);
    expect(keys).toEqual([expect.stringMatching(/^[0-9a-f-]{36}$/), keys[0], keys[0]]);
    expect(server.seen.map(({ body }) => JSON.parse(body))).toEqual([REQUEST, REQUEST, REQUEST]);
    expect(server.seen[0]?.headers.authorization).toBe('Bearer secret');
  });

  it('given a key of the caller, then it is that one', async () => {
    server.script(json(201, SAGA));
    await client.sagas.start(REQUEST, { idempotencyKey: 'order:o-1' });
    expect(server.seen[0]?.headers['idempotency-key']).toBe('order:o-1');
  });

  it('given nobody answers, then it is unreachable after so many attempts', async () => {
    server.script(hangsUp);
    const error = await errorOf(client.sagas.get(SAGA.id));
    expect(error).toBeInstanceOf(UnreachableError);
    expect([error.code, error.status, error.isPassing]).toEqual(['UNREACHABLE', 0, true]);
    expect(error.message).toContain(server.url);
    expect(server.seen).toHaveLength(5);
  });

  it('given no answer within the time, then it is sent again', async () => {
    const hurried = new ConductorClient({ baseUrl: server.url, retries: soon, timeoutMs: 100 });
    server.script(() => undefined, json(200, SAGA));
    expect(await hurried.sagas.get(SAGA.id)).toEqual(SAGA);
    expect(server.seen).toHaveLength(2);
  });

  it('given an answer that breaks off, then it is sent again', async () => {
    server.script(
      (response) => {
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' });
        response.write('{"id":', () => response.destroy());
      },
      json(200, SAGA),
    );
    expect(await client.sagas.get(SAGA.id)).toEqual(SAGA);
  });

  it('given a Retry-After beyond the limit, then the answer is final', async () => {
    server.script(problem(429, 'TOO_MANY_OPEN_SAGAS', { headers: { 'retry-after': '3600' } }));
    const error = await errorOf(client.sagas.start(REQUEST));
    expect([error.code, error.retryAfterMs]).toEqual(['TOO_MANY_OPEN_SAGAS', 3_600_000]);
    expect(server.seen).toHaveLength(1);
  });

  it('given wrong keys, or a call without a key, then it is sent once', async () => {
    server.script(problem(429, 'TOO_MANY_WRONG_KEYS'));
    await errorOf(client.sagas.get(SAGA.id));
    expect(server.seen).toHaveLength(1);
    server.script(problem(503, 'STORE_UNAVAILABLE'));
    const path = { id: SAGA.id };
    await errorOf(
      client.api.POST('/v1/admin/approvals/{id}/confirm', { params: { path }, body: {} as never }),
    );
    expect(server.seen).toHaveLength(1);
  });

  it('given a signal, when it is aborted, then the call ends with its reason', async () => {
    server.script(hangsUp);
    const ending = new AbortController();
    const patient = new ConductorClient({ baseUrl: server.url, retries: { firstDelayMs: 9000 } });
    const call = patient.sagas.get(SAGA.id, { signal: ending.signal });
    const reason = new Error('enough');
    ending.abort(reason);
    await expect(call).rejects.toBe(reason);
  });
});

describe('An answer that is no success', () => {
  it('is an error of the class of its code, with all that the answer says', async () => {
    const errors = [{ path: '/input', rule: 'required', message: 'input is missing' }];
    server.script(problem(400, 'VALIDATION_FAILED', { errors, headers: { 'x-request-id': 'r1' } }));
    const error = await errorOf(client.sagas.start(REQUEST));
    expect(error).toBeInstanceOf(ValidationFailedError);
    expect(error).not.toBeInstanceOf(PreviewOutdatedError);
    expect(error).toMatchObject({
      ...{ name: 'ValidationFailedError', code: 'VALIDATION_FAILED', status: 400, errors },
      ...{ detail: 'It is VALIDATION_FAILED.', requestId: 'r1', isPassing: false },
    });
    expect(server.seen).toHaveLength(1);
  });

  it('given a code of a later release, then it is a ConductorError with that code', async () => {
    server.script(problem(409, 'OF_LATER'));
    const error = await errorOf(client.sagas.get(SAGA.id));
    expect([error.constructor, error.code]).toEqual([ConductorError, 'OF_LATER']);
  });

  it('given a page of a proxy, then it is said that this is no conductor', async () => {
    const page = (status: number) =>
      server.script((response) => {
        response.writeHead(status, { 'content-type': 'text/html' });
        response.end('<h1>Welcome</h1>');
      });
    for (const status of [200, 404]) {
      page(status);
      const error = await errorOf(client.sagas.get(SAGA.id));
      expect([error.constructor, error.status]).toEqual([UnexpectedAnswerError, status]);
    }
  });

  it('given a baseUrl that is none, then the client is not made', () => {
    expect(() => new ConductorClient({ baseUrl: 'localhost:3000' })).toThrow(/baseUrl is/);
  });

  it('given a key that changes, then each call has the one of now', async () => {
    const keys = ['one', 'two'];
    const rotating = new ConductorClient({ baseUrl: server.url, apiKey: () => keys.shift() ?? '' });
    server.script(json(200, SAGA));
    await rotating.sagas.get(SAGA.id);
    await rotating.sagas.get(SAGA.id);
    const sent = server.seen.map(({ headers }) => headers.authorization);
    expect(sent).toEqual(['Bearer one', 'Bearer two']);
  });
});
