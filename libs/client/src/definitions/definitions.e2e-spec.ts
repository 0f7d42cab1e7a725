import {
  FourEyesStack,
  PEOPLE,
} from '../../../../apps/conductor/src/api/approvals/four-eyes-stack.fixture.js';
import { LOAN } from '../client-stack.fixture.js';
import { ConductorClient } from '../conductor-client.js';
import { ApprovalAskedError } from '../errors/own-errors.js';

let eyes: FourEyesStack;

beforeAll(async () => {
  eyes = await FourEyesStack.start(['post-definition']);
}, 60_000);

afterAll(() => eyes.stack.close());

function clientOf(person: string): ConductorClient {
  const apiKey = PEOPLE.find(({ name }) => name === person)?.key ?? '';
  return new ConductorClient({ baseUrl: eyes.stack.conductor.url, apiKey });
}

describe('Applying a definition', () => {
  it('given it takes a second person, then it says so, and is stored when confirmed', async () => {
    // given a list that has it
    const asked = await clientOf('root')
      .definitions.apply(LOAN)
      .catch((error: unknown) => error);
    expect(asked).toBeInstanceOf(ApprovalAskedError);
    const { approval, message } = asked as ApprovalAskedError;
    expect([approval.state, approval.act]).toEqual(['open', 'post-definition']);
    expect(message).toContain(approval.id);
    // when a second person confirms it
    const body = { reason: 'it is right' };
    const params = { path: { id: approval.id } };
    await clientOf('chief').api.POST('/v1/admin/approvals/{id}/confirm', { params, body });
    // then it is there, and is not asked for again
    const stored = await clientOf('looker').definitions.get('loan');
    expect(stored.version).toBe(1);
  });
});
