import { refuses, succeeds } from '../../../../apps/conductor/src/conductor-stack.fixture.js';
import { ClientStack, LOAN } from '../client-stack.fixture.js';
import type { ConductorClient } from '../conductor-client.js';
import { PreviewOutdatedError, StepUnknownError } from '../errors/problem-classes.js';

let own: ClientStack;
let client: ConductorClient;

beforeAll(async () => {
  own = await ClientStack.start();
  ({ client } = own);
});

afterAll(() => own.close());

beforeEach(() => own.stack.script.clear());

async function stuckOrder(orderId: string): Promise<string> {
  own.stack.script.set('shipping.ship', refuses('NO_TRUCK'));
  const { id } = await client.sagas.start(own.order(orderId));
  expect((await client.sagas.waitForRest(id)).status).toBe('stuck');
  own.stack.script.set('shipping.ship', succeeds);
  return id;
}

const reason = 'there is a truck now';

describe('An act on a saga', () => {
  it('given its preview, when it still would do the same, then it does just that', async () => {
    const id = await stuckOrder('o-1');
    const seen = await client.operations.preview(id, { action: 'retry', step: 'ship' });
    expect(seen.preview.commands.map(({ command }) => command)).toEqual(['shipping.ship']);
    const acted = await seen.act({ reason });
    expect(acted).toMatchObject({ outcome: 'done', saga: { id, status: 'running' } });
    expect((await client.sagas.waitForEnd(id)).status).toBe('completed');
  });

  it('given its preview, when it would do something else by now, then it is refused', async () => {
    const id = await stuckOrder('o-2');
    const seen = await client.operations.preview(id, { action: 'retry' });
    const settled = { action: 'settle', step: 'ship', result: 'succeeded' } as const;
    const other = await client.operations.preview(id, settled);
    const act = client.operations.act(id, settled, {
      reason,
      previewHash: seen.preview.previewHash,
    });
    await expect(act).rejects.toBeInstanceOf(PreviewOutdatedError);
    await expect(act).rejects.toMatchObject({ preview: other.preview });
    expect(await other.act({ reason })).toMatchObject({ saga: { status: 'completed' } });
  });

  it('is refused with the class of its code', async () => {
    const id = await stuckOrder('o-3');
    const act = client.operations.act(id, { action: 'retry', step: 'nothing' }, { reason });
    await expect(act).rejects.toBeInstanceOf(StepUnknownError);
    const { actions } = await client.operations.actions(id);
    expect(actions.find(({ verb }) => verb === 'retry')?.allowed).toBe(true);
  });

  it('pauses, resumes, exempts and abandons', async () => {
    const { id } = await client.sagas.start({ definition: LOAN.name, input: {} });
    const doIt = (action: 'pause' | 'resume' | 'exempt' | 'unexempt' | 'abandon') =>
      client.operations.act(id, { action }, { reason });
    expect(await doIt('pause')).toMatchObject({ saga: { paused: { reason } } });
    expect(await doIt('resume')).toMatchObject({ saga: { paused: null } });
    expect(await doIt('exempt')).toMatchObject({ outcome: 'done', saga: { id } });
    expect(await doIt('unexempt')).toMatchObject({ outcome: 'done', saga: { id } });
    expect(await doIt('abandon')).toMatchObject({ saga: { status: 'abandoned' } });
  });

  it('moves one saga to another version, and leaves others where they are', async () => {
    const start = () => client.sagas.start({ definition: LOAN.name, input: {} });
    const [one, other] = [await start(), await start()];
    const { version } = await client.definitions.apply({ ...LOAN, description: 'the next' });
    const acted = await client.operations.act(
      one.id,
      { action: 'migrate', toVersion: version },
      { reason },
    );
    expect(acted).toMatchObject({ saga: { id: one.id, definition: { version } } });
    expect((await client.sagas.get(other.id)).definition.version).toBe(version - 1);
  });
});
