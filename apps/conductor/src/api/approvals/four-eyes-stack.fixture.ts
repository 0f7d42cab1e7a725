import type { Json } from '../openapi/conformance.fixture.js';
import { callUrl, type HttpAnswer } from '../../conductor-call.fixture.js';
import { ConductorStack, errs, ORDER_DEFINITION } from '../../conductor-stack.fixture.js';
import type { ConductorConfig } from '../../config.js';

const secretOf = (name: string): string => `${name}-0123456789abcdef`;

/** Two operators, two admins, a viewer, and a key for emergencies. */
export const PEOPLE = [
  ...(['anna', 'ben'] as const).map((name) => ({ name, role: 'operator' as const })),
  ...(['root', 'chief'] as const).map((name) => ({ name, role: 'admin' as const })),
  { name: 'looker', role: 'viewer' as const },
  { name: 'glass', role: 'admin' as const, breakGlass: true as const },
].map((person) => ({ ...person, key: secretOf(person.name) }));

export const REASON = { reason: 'the customer wants it' };

/** A conductor with a list of acts that need a second person. */
export class FourEyesStack {
  private orders = 0;

  private constructor(readonly stack: ConductorStack) {}

  static async start(
    list: readonly string[],
    changes: Partial<ConductorConfig> = {},
  ): Promise<FourEyesStack> {
    const stack = await ConductorStack.start({
      apiKeys: PEOPLE,
      fourEyes: { list },
      ...changes,
    });
    const started = new FourEyesStack(stack);
    await started.as('glass', 'POST', '/v1/definitions', ORDER_DEFINITION);
    return started;
  }

  /** A call by a person, who is one of `PEOPLE`, or has this key. */
  as(
    who: string,
    method: string,
    path: string,
    body?: unknown,
    more: Record<string, string> = {},
  ): Promise<HttpAnswer> {
    const key = PEOPLE.find(({ name }) => name === who)?.key ?? who;
    const headers = { authorization: `Bearer ${key}`, ...more };
    const url = `${this.stack.conductor.url}${path}`;
    return callUrl(method, url, body === undefined ? { headers } : { headers, body });
  }

  /** A saga that is stuck after its pivot. */
  async stuckSaga(definition = 'place-order'): Promise<Json> {
    this.orders += 1;
    this.stack.script.set('shipping.ship', errs('NO_TRUCK'));
    const body = { definition, input: { orderId: `o-${this.orders}` } };
    return (await this.as('glass', 'POST', '/v1/sagas?wait=30s', body)).body;
  }

  async sagaOf(id: string): Promise<Json> {
    return (await this.as('root', 'GET', `/v1/sagas/${id}`)).body;
  }

  /** Anna asks to abandon a saga. */
  async asked(sagaId: string, more: object = {}): Promise<Json> {
    const path = `/v1/admin/sagas/${sagaId}/abandon`;
    const answer = await this.as('anna', 'POST', path, { ...REASON, ...more });
    expect(answer.status).toBe(202);
    return answer.body;
  }

  decide(who: string, id: string, verb: 'confirm' | 'reject' | 'withdraw'): Promise<HttpAnswer> {
    return this.as(who, 'POST', `/v1/admin/approvals/${id}/${verb}`, { reason: `${who} says so` });
  }

  async approval(id: string, who = 'ben'): Promise<Json> {
    return (await this.as(who, 'GET', `/v1/admin/approvals/${id}`)).body;
  }

  /** Oldest first. */
  async auditOf(id: string): Promise<readonly Json[]> {
    const { body } = await this.as('root', 'GET', `/v1/admin/audit?operation=${id}`);
    return (body.items as Json[]).toReversed();
  }

  async change(id: string, set: string): Promise<void> {
    await this.stack.sql.query(`update approval set ${set} where id = $1`, [id]);
  }
}
