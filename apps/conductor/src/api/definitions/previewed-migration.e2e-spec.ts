import { eventually } from '#testing-internal';
import { ConductorStack } from '../../conductor-stack.fixture.js';
import { expectProblem } from '../../conductor-call.fixture.js';
import type { Json } from '../openapi/conformance.fixture.js';

const approve = { name: 'approve', wait: { signal: 'approval', timeout: '24h' } };
const check = { name: 'check', command: 'payment.check', compensation: 'none' };
const beside = { ...check, name: 'beside', after: [] };
const REASON = { reason: 'a new version' };

let stack: ConductorStack;

beforeAll(async () => {
  stack = await ConductorStack.start();
  for (const steps of [
    [approve, check],
    [approve, check, beside],
  ]) {
    await stack.call('POST', '/v1/definitions', { body: { name: 'seen', steps } });
  }
});
afterAll(() => stack.close());

async function startWaiting(): Promise<string> {
  const body = { definition: 'seen', version: 1, input: {} };
  const { id } = (await stack.call('POST', '/v1/sagas', { body })).body;
  await eventually(
    async () => (await stack.call('GET', `/v1/sagas/${id}`)).body,
    (saga: Json) => saga.steps[0].status === 'waiting',
  );
  return id as string;
}

async function preview(id: string): Promise<Json> {
  const body = { action: 'migrate', toVersion: 2 };
  return (await stack.call('POST', `/v1/admin/sagas/${id}/preview`, { body })).body;
}

function migrate(previewHashes: object) {
  const body = { ...REASON, previewHashes };
  return stack.call('POST', '/v1/definitions/seen/versions/2/migrate', { body });
}

describe('A migration that carries the hashes of previews', () => {
  it('moves only what was seen, and only as it was seen', async () => {
    // given one whose preview is right, one whose is not any more, and one that nobody looked at
    const [right, moved, unseen] = [
      await startWaiting(),
      await startWaiting(),
      await startWaiting(),
    ];
    const seen = await preview(right);
    expect(seen.commands).toMatchObject([{ step: 'beside', command: 'payment.check' }]);
    const old = await preview(moved);
    const pause = { scope: { participant: 'payment' }, ...REASON };
    const { body: paused } = await stack.call('POST', '/v1/admin/pauses', { body: pause });
    const held = await preview(right);
    expect(held).toMatchObject({ commands: [], held: [{ step: 'beside' }] });
    // when
    const calls = stack.record('payment.check');
    const { body } = await migrate({ [right]: held.previewHash, [moved]: old.previewHash });
    // then
    expect(body).toMatchObject({ migrated: 1, notFitting: 2 });
    const codes = body.sagas.map(
      ({ id, reasons }: Json) => [id, reasons[0]?.code ?? null] as const,
    );
    expect(Object.fromEntries(codes)).toEqual({
      [right]: null,
      [moved]: 'PREVIEW_OUTDATED',
      [unseen]: 'PREVIEW_OUTDATED',
    });
    expect(calls).toEqual([]);
    await stack.call('POST', `/v1/admin/pauses/${paused.id}/resume`, { body: REASON });
    await eventually(
      async () => calls.length,
      (count) => count === 1,
    );
  });

  it('takes nothing but hashes', async () => {
    expectProblem(await migrate({ x: 'abc' }), 400, 'VALIDATION_FAILED');
    expectProblem(await migrate(['x']), 400, 'VALIDATION_FAILED');
  });
});
