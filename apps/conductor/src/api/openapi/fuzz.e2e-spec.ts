import { Agent, request } from 'node:http';
import fc from 'fast-check';
import { assertProperty, propertyTimeMs } from '#testing-internal';
import { ConductorStack, ORDER_DEFINITION, refuses } from '../../conductor-stack.fixture.js';
import { Conformance, type Answered } from './conformance.fixture.js';
import { requestsOf, type FuzzedRequest, type Known } from './request-arbitraries.fixture.js';

/*
 * Sends requests generated from the OpenAPI document: 2,000, and 20,000 on a seed of one's own. No
 * answer may be a 500, and each must be one that the document has, with a body that fits. For other
 * seeds run `npm run test:seeds -- openapi/fuzz`.
 */

const REQUESTS = 2_000;
const SEEDED_REQUESTS = 20_000;
/** Requests in flight at a time, so that they meet in the pipeline and in the database. */
const TOGETHER = 20;
const RUNS = { runs: REQUESTS / TOGETHER, seededRuns: SEEDED_REQUESTS / TOGETHER };

let stack: ConductorStack;
let conformance: Conformance;
let known: Known;
let document: unknown;
const agent = new Agent({ keepAlive: true, maxSockets: TOGETHER });

beforeAll(async () => {
  stack = await ConductorStack.start();
  document = (await stack.call('GET', '/openapi.json')).body;
  conformance = new Conformance(document);
  stack.script.set('payment.capture', refuses('NO'));
  await stack.call('POST', '/v1/definitions', { body: ORDER_DEFINITION });
  await stack.call('POST', '/v1/definitions', { body: WAITING });
  known = await knownValues();
});

afterAll(async () => {
  agent.destroy();
  await stack.close();
});

/** A saga that holds a lock and waits for a signal. */
const WAITING = {
  name: 'waiting',
  locks: [{ key: '${input.a}' }],
  steps: [{ name: 'hold', wait: { signal: 'go', timeout: '1d' } }],
};

async function knownValues(): Promise<Known> {
  const ids: string[] = [];
  for (const body of [
    { definition: 'place-order', input: { orderId: 'o-1' }, key: 'k-1' },
    { definition: 'waiting', input: { a: 'l-1' }, key: 'k-2' },
    { definition: 'waiting', input: { a: 'l-1' } },
  ]) {
    const { body: saga } = await stack.call('POST', '/v1/sagas?wait=50ms', { body });
    ids.push(saga.id as string);
  }
  const values = {
    id: [...ids, '0192f0c1-aaaa-7bbb-8ccc-0123456789ab'],
    saga: ids,
    sagaId: ids,
    name: ['place-order', 'waiting', 'go', 'nobody'],
    definition: ['place-order', 'waiting', 'nobody'],
    version: [1, 2],
    step: ['authorize', 'hold', 'capture'],
    key: ['l-1', 'k-1'],
    wait: ['0s', '1ms', '5ms', 'forever'],
    limit: ['1', '20', '100', '0', '101'],
    status: ['running', 'stuck', 'completed', 'running,stuck', 'lost'],
    cursor: ['tampered', 'WyJzYWdhcyIsIicgb3IgMT0xIl0'],
    input: [{ orderId: 'o-2', a: 'l-1' }, { orderId: 'o-3', a: 'l-2' }, {}],
    reason: ['because'],
    steps: [ORDER_DEFINITION.steps, WAITING.steps],
  };
  return new Map<string, readonly unknown[]>(Object.entries(values));
}

function send({ method, path, headers, body }: FuzzedRequest): Promise<Answered> {
  const { hostname, port } = new URL(stack.conductor.url);
  return new Promise((resolve, reject) => {
    const bytes = body === null ? null : Buffer.from(body);
    const length = bytes === null ? {} : { 'content-length': bytes.length };
    const out = request({
      hostname,
      port,
      method,
      path,
      agent,
      headers: { ...(bytes === null ? {} : headers), ...length },
    });
    out.on('error', reject);
    out.on('response', (answer) => {
      const { statusCode: status = 0, headers: head } = answer;
      if (head['content-type']?.startsWith('text/event-stream') === true) {
        // it would go on for ever
        answer.destroy();
        resolve({ method, path, status, contentType: head['content-type'], body: '' });
        return;
      }
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('error', reject);
      answer.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        const contentType = answer.headers['content-type'] ?? '';
        const isJson = contentType.includes('json') && text !== '';
        const parsed: unknown = isJson ? JSON.parse(text) : text;
        resolve({ method, path, status: answer.statusCode ?? 0, contentType, body: parsed });
      });
    });
    out.end(bytes ?? undefined);
  });
}

describe('Any request', () => {
  it(
    'is answered as the OpenAPI document says, and never with 500',
    async () => {
      const seen = new Map<number, number>();
      const batches = fc.array(requestsOf(document, known), {
        minLength: TOGETHER,
        maxLength: TOGETHER,
      });
      await assertProperty(
        fc.asyncProperty(batches, async (batch) => {
          const answers = await Promise.all(batch.map(send));
          const faults = answers.map((answer, index) => {
            seen.set(answer.status, (seen.get(answer.status) ?? 0) + 1);
            // 503 means "try again" and is documented; 500 is documented too, but is always a
            // bug
            const fault = answer.status === 500 ? 'it is a 500' : conformance.faultOf(answer);
            return fault === null ? [] : [{ request: batch[index], fault }];
          });
          expect(faults.flat()).toEqual([]);
        }),
        RUNS,
      );
      // it got past the checks of form
      for (const status of [200, 201, 400, 404, 405, 409, 415]) {
        expect([status, (seen.get(status) ?? 0) > 0]).toEqual([status, true]);
      }
    },
    propertyTimeMs(RUNS),
  );
});
