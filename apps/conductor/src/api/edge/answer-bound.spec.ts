import { setTimeout as delay } from 'node:timers/promises';
import { jest } from '@jest/globals';
import fastify, { type FastifyInstance } from 'fastify';
import { boundAnswers } from './answer-bound.js';

/** Calls that are answered when the test says so. */
async function setUp() {
  const app: FastifyInstance = fastify();
  boundAnswers(app);
  const pending: ((value: object) => void)[] = [];
  const hang = (): Promise<object> => new Promise((resolve) => pending.push(resolve));
  app.get('/hangs', { config: { answerMaxMs: 50 } }, hang);
  app.post('/hangs', { config: { answerMaxMs: 50 } }, hang);
  const url = await app.listen({ port: 0, host: '127.0.0.1' });
  return { app, url, pending };
}

describe('A call that hangs', () => {
  let calls: Awaited<ReturnType<typeof setUp>>;

  beforeEach(async () => {
    calls = await setUp();
  });
  afterEach(() => calls.app.close());

  it.each([
    ['GET', 'Nothing was changed; try again soon.'],
    ['POST', 'It may have been done: repeat it with the same Idempotency-Key.'],
  ])(
    'by %s is answered when its time is up, and told what may have happened',
    async (method, detail) => {
      const answer = await fetch(`${calls.url}/hangs`, { method });
      expect(answer.status).toBe(503);
      expect(answer.headers.get('retry-after')).toBe('1');
      expect(await answer.json()).toMatchObject({ code: 'STORE_UNAVAILABLE', detail });
    },
  );

  it('and answers after all does so to nobody, and the next one is answered as ever', async () => {
    const unhandled = jest.fn();
    process.once('unhandledRejection', unhandled);
    expect((await fetch(`${calls.url}/hangs`)).status).toBe(503);
    calls.pending.shift()?.({ late: true });

    const next = fetch(`${calls.url}/hangs`);
    while (calls.pending.length === 0) await delay(1);
    calls.pending.shift()?.({ inTime: true });
    expect(await (await next).json()).toEqual({ inTime: true });
    expect(unhandled).not.toHaveBeenCalled();
    process.removeListener('unhandledRejection', unhandled);
  });

  it('has the `wait` that its caller asks for on top', async () => {
    const answer = fetch(`${calls.url}/hangs?wait=60s`);
    const shorter = await fetch(`${calls.url}/hangs`);
    expect(shorter.status).toBe(503);
    calls.pending.shift()?.({ waited: true });
    expect(await (await answer).json()).toEqual({ waited: true });
  });
});
