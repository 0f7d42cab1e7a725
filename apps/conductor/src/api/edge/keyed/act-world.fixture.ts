import { randomUUID } from 'node:crypto';
import { readAlertSettings } from '#alerts';
import { eventually } from '#testing-internal';
import { callUrl, type HttpAnswer } from '../../../conductor-call.fixture.js';
import {
  ConductorStack,
  errs,
  isSilent,
  ORDER_DEFINITION,
} from '../../../conductor-stack.fixture.js';
import type { Json } from '../../openapi/conformance.fixture.js';

export const REASON = { reason: 'somebody wants it' };
/** Waits for a person while it holds a lock. */
const WAITING_STEPS = {
  locks: ['lock:${input.orderId}'],
  steps: [
    { name: 'ask', command: 'order.ask', compensation: 'none' },
    { name: 'approve', wait: { signal: 'go' } },
  ],
};

/** Two replicas, and things to act on, as many as are wanted. */
export class ActWorld {
  private count = 0;

  private constructor(
    readonly stack: ConductorStack,
    private readonly urls: readonly [string, string],
  ) {}

  static async start(): Promise<ActWorld> {
    const routes = [{ name: 'bus', type: 'events', kinds: ['stuck'] }];
    const settings = { baseUrl: 'https://conductor.example', interval: '1h', routes };
    const alerts = readAlertSettings(JSON.stringify(settings), (fault) => {
      throw new Error(fault);
    });
    const stack = await ConductorStack.start({ alerts, alertLookMs: 3_600_000 });
    await oldRecords(stack);
    const second = await stack.addReplica();
    const world = new ActWorld(stack, [stack.conductor.url, second.url]);
    await world.send('POST', '/v1/definitions', ORDER_DEFINITION);
    return world;
  }

  close(): Promise<void> {
    return this.stack.close();
  }

  /** A call to the first replica, or to the second one. */
  send(
    method: string,
    path: string,
    body?: unknown,
    by: { readonly replica?: 0 | 1; readonly headers?: Record<string, string> } = {},
  ): Promise<HttpAnswer> {
    const { replica = 0, headers = {} } = by;
    const url = `${this.urls[replica]}${path}`;
    return callUrl(method, url, body === undefined ? { headers } : { headers, body });
  }

  /** What it answers, when it was done. */
  async done(path: string, more: object = {}): Promise<Json> {
    const answer = await this.send('POST', path, { ...REASON, ...more });
    if (answer.status > 201) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  /** A name that nothing has yet. */
  name(of: string): string {
    this.count += 1;
    return `${of}-${this.count}`;
  }

  async definition(more: object = {}): Promise<string> {
    const name = this.name('keyed');
    await this.send('POST', '/v1/definitions', { ...ORDER_DEFINITION, ...more, name });
    return name;
  }

  /** Stuck after its pivot. What it is retried with is not answered. */
  async stuck(definition = 'place-order'): Promise<string> {
    this.stack.script.set('shipping.ship', errs('NO_TRUCK'));
    const body = { definition, input: { orderId: this.name('o') } };
    const answer = await this.send('POST', '/v1/sagas?wait=30s', body);
    this.stack.script.set('shipping.ship', isSilent);
    return String(answer.body.id);
  }

  /** Waits for a signal, and holds `lock`. */
  async waiting(): Promise<{ readonly id: string; readonly lock: string; definition: string }> {
    const definition = await this.definition(WAITING_STEPS);
    const orderId = this.name('o');
    const { body } = await this.send('POST', '/v1/sagas', { definition, input: { orderId } });
    const id = String(body.id);
    await eventually(
      async () => (await this.send('GET', `/v1/sagas/${id}`)).body,
      (saga: Json) => saga.steps[1]?.status === 'waiting',
    );
    return { id, lock: `lock:${orderId}`, definition };
  }

  /** Its group has no other saga. */
  async group(): Promise<string> {
    const definition = await this.definition();
    await this.stuck(definition);
    const { groups } = await eventually(
      async () => (await this.send('GET', '/v1/admin/failures')).body,
      (page: Json) => page.groups.some((each: Json) => each.definition === definition),
    );
    return groups.find((each: Json) => each.definition === definition).fingerprint as string;
  }

  /** Goes on until it is told otherwise: what came of its canary is not known for long. */
  async bulk(): Promise<string> {
    const body = { ids: [await this.stuck()], action: 'retry', canary: 1, outcomeWithin: '1h' };
    return String((await this.done('/v1/admin/bulk', body)).id);
  }

  async pause(): Promise<string> {
    const scope = { definition: await this.definition() };
    return String((await this.done('/v1/admin/pauses', { scope })).id);
  }

  async view(isShared = true): Promise<string> {
    const body = { name: this.name('view'), filter: 'status=stuck', isShared };
    return String((await this.send('POST', '/v1/views', body)).body.id);
  }

  async key(): Promise<string> {
    return String((await this.done('/v1/admin/keys', { name: this.name('k'), role: 'viewer' })).id);
  }

  async session(): Promise<string> {
    const id = randomUUID().replaceAll('-', '').slice(0, 22);
    await this.stack.sql.query(
      `insert into login_session (id, secret_hash, actor, role, credential, expires_at)
       values ($1, sha256('x'), 'ann', 'viewer', 'oidc:ann', now() + interval '8 h')`,
      [id],
    );
    return id;
  }

  /** A start by message, of a definition that is there by now. */
  async deadMessage(): Promise<string> {
    const [definition, messageId] = [this.name('early'), this.name('message')];
    const data = { definition, input: { orderId: 'o' } };
    await this.stack.publish({ json: { pattern: 'saga.start', data }, properties: { messageId } });
    const page = await eventually(
      async () => (await this.send('GET', '/v1/admin/dead-messages?limit=100')).body,
      ({ items }: Json) => items.some((each: Json) => each.properties.messageId === messageId),
    );
    await this.send('POST', '/v1/definitions', { ...ORDER_DEFINITION, name: definition });
    return page.items.find((each: Json) => each.properties.messageId === messageId).id as string;
  }

  /** None of its processes is live. */
  async participant(): Promise<string> {
    const name = this.name('gone');
    await this.stack.describe(name, [{ command: `${name}.go` }]);
    await this.stack.sql.query(
      `update participant_instance set seen_at = seen_at - interval '1 hour'
        where participant = $1`,
      [name],
    );
    return name;
  }

  /** Acts that were done by callers, all together, and those under a key. */
  async records(key: string): Promise<{ readonly all: number; readonly ofKey: number }> {
    const { rows } = await this.stack.sql.query<{ all: number; ofKey: number }>(
      `select count(*)::int as all,
              count(*) filter (where idempotency_key = $1)::int as "ofKey"
         from operator_audit where outcome = 'done' and via = 'api'`,
      [`rest:local:${key}`],
    );
    return rows[0] ?? { all: 0, ofKey: 0 };
  }
}

/** At the beginning of the audit log, and sealed: 60, 50 and 40 days old. */
async function oldRecords({ sql }: ConductorStack): Promise<void> {
  await sql.query(
    `insert into operator_audit (id, at, actor, via, action, subject_kind, subject_id, reason,
                                 request, fingerprint)
     select gen_random_uuid(), now() - days * interval '1 day', 'ann', 'cli', 'old', 'lock', '*',
            'long ago', '{}', ''
       from unnest(array[60, 50, 40]) as days`,
  );
  await eventually(
    async () => (await sql.query('select from operator_audit where seal_seq is not null')).rowCount,
    (sealed) => sealed === 3,
  );
}
