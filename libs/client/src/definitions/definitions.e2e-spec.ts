import {
  FourEyesStack,
  PEOPLE,
} from '../../../../apps/conductor/src/api/approvals/four-eyes-stack.fixture.js';
import { LOAN } from '../client-stack.fixture.js';
import { ConductorClient } from '../conductor-client.js';
import { ApprovalAskedError } from '../errors/own-errors.js';
import type { DefinitionDocument } from './definitions.js';

let eyes: FourEyesStack;

beforeAll(async () => {
  eyes = await FourEyesStack.start(['post-definition', 'abandon']);
});

afterAll(() => eyes.stack.close());

function clientOf(person: string): ConductorClient {
  const apiKey = PEOPLE.find(({ name }) => name === person)?.key ?? '';
  return new ConductorClient({ baseUrl: eyes.stack.conductor.url, apiKey });
}

async function askedFor(
  definition: DefinitionDocument,
  options: { readonly idempotencyKey?: string } = {},
): Promise<ApprovalAskedError> {
  const asked: unknown = await clientOf('root')
    .definitions.apply(definition, options)
    .catch((error: unknown) => error);
  expect(asked).toBeInstanceOf(ApprovalAskedError);
  return asked as ApprovalAskedError;
}

async function decide(id: string, verb: 'confirm' | 'reject'): Promise<void> {
  const body = { reason: 'it was looked at' };
  const params = { path: { id } };
  await clientOf('chief').api.POST(`/v1/admin/approvals/{id}/${verb}`, { params, body });
}

async function openApprovals(): Promise<readonly string[]> {
  const query = { state: 'open' as const };
  const { data } = await clientOf('chief').api.GET('/v1/admin/approvals', { params: { query } });
  return (data?.items ?? []).map(({ id }) => id).sort();
}

describe('Applying a definition', () => {
  it('given it takes a second person, then it says so, and is stored when confirmed', async () => {
    // given a list that has it
    const { approval, message } = await askedFor(LOAN);
    expect([approval.state, approval.act]).toEqual(['open', 'post-definition']);
    expect(message).toContain(approval.id);
    // when a second person confirms it
    await decide(approval.id, 'confirm');
    // then it is there
    const stored = await clientOf('looker').definitions.get('loan');
    expect(stored.version).toBe(1);
  });

  it('given it was confirmed, when it is applied at the next start, then it is there', async () => {
    // given
    const idempotencyKey = 'start-1';
    const definition = { ...LOAN, name: 'credit' };
    const { approval } = await askedFor(definition, { idempotencyKey });
    await decide(approval.id, 'confirm');
    // when, with a key of its own, and with that of the first time
    const again = await clientOf('root').definitions.apply(definition);
    const repeated = await clientOf('root').definitions.apply(definition, { idempotencyKey });
    // then nobody is asked
    expect([again, repeated]).toMatchObject([
      { name: 'credit', version: 1 },
      { name: 'credit', version: 1 },
    ]);
    expect(await openApprovals()).toEqual([]);
    // and the key is still that of this definition
    const other = { ...LOAN, name: 'other' };
    const reused = clientOf('root').definitions.apply(other, { idempotencyKey });
    await expect(reused).rejects.toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
  });

  it('given nobody has decided, when it is applied again, then it is asked for once', async () => {
    // given
    const definition = { ...LOAN, name: 'pending' };
    const { approval } = await askedFor(definition);
    // when
    const later = await askedFor(definition);
    const changed = await askedFor({ ...definition, description: 'another one' });
    // then
    expect(later.approval.id).toBe(approval.id);
    expect(await openApprovals()).toEqual([approval.id, changed.approval.id].sort());
    await decide(changed.approval.id, 'reject');
    await decide(approval.id, 'reject');
  });

  it('given it was rejected, when it is applied again, then it is asked for anew', async () => {
    // given
    const idempotencyKey = 'start-2';
    const definition = { ...LOAN, name: 'unwanted' };
    const { approval } = await askedFor(definition, { idempotencyKey });
    await decide(approval.id, 'reject');
    // when
    const same = await askedFor(definition, { idempotencyKey });
    const anew = await askedFor(definition);
    // then its key tells what came of it
    expect(same.approval).toMatchObject({ id: approval.id, state: 'rejected' });
    expect(same.message).toContain('is rejected');
    expect(await openApprovals()).toEqual([anew.approval.id]);
  });
});

describe('An act on a saga', () => {
  it('given it was confirmed, when it is asked for again by its key, then it is done', async () => {
    // given
    const { id } = await eyes.stuckSaga();
    const options = { reason: 'it is lost', idempotencyKey: 'act-1' };
    const abandon = () =>
      clientOf('root').operations.act(String(id), { action: 'abandon' }, options);
    const asked = await abandon();
    const approval = asked.outcome === 'asked' ? asked.approval.id : '';
    // when
    await decide(approval, 'confirm');
    // then
    expect(await abandon()).toMatchObject({ outcome: 'done', saga: { id, status: 'abandoned' } });
  });
});
