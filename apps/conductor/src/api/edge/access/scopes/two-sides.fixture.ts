import { readAlertSettings } from '#alerts';
import { eventually } from '#testing-internal';
import { ConductorStack, errs } from '../../../../conductor-stack.fixture.js';
import type { HttpAnswer } from '../../../../conductor-call.fixture.js';
import type { Json } from '../../../openapi/conformance.fixture.js';

export const SIDES = ['mine', 'theirs'] as const;
export type Side = (typeof SIDES)[number];

/** What there is of one definition. Every text of it has the name of its side in it. */
export interface Seeded {
  readonly stuck: string;
  readonly waiting: string;
  readonly fingerprint: string;
  readonly bulk: string;
  readonly pause: string;
  readonly participantPause: string;
  readonly message: string;
  readonly view: string;
  readonly approval: string;
}

const ROOT = { authorization: 'Bearer root-0123456789abcdef' };
const LOOK_MS = 250;
const ALERTS = {
  interval: '1h',
  routes: [{ name: 'bus', type: 'events', kinds: ['stuck'] }],
};

/**
 * Two definitions with all that an installation can have of one, of which the callers may see the
 * first only. A saga of the first waits for a lock that one of the second holds.
 */
export class TwoSides {
  readonly seeded = {} as Record<Side, Seeded>;
  readonly keys = {} as Record<'viewer' | 'operator', string>;

  private constructor(readonly stack: ConductorStack) {}

  static async start(): Promise<TwoSides> {
    const alerts = readAlertSettings(JSON.stringify(ALERTS), (fault) => {
      throw new Error(fault);
    });
    const apiKeys = [{ name: 'root', key: 'root-0123456789abcdef' }];
    const fourEyes = { list: SIDES.map((side) => `settle@${side}`) };
    const stack = await ConductorStack.start({
      ...{ apiKeys, alerts, alertLookMs: LOOK_MS, fourEyes },
    });
    const sides = new TwoSides(stack);
    const part = { name: 'part', steps: [{ name: 'hold', wait: { signal: 'go' } }] };
    await sides.act('/v1/definitions', part);
    // theirs first: it holds the lock that both want
    for (const side of ['theirs', 'mine'] as const) sides.seeded[side] = await sides.seed(side);
    for (const role of ['viewer', 'operator'] as const) {
      const body = { name: `half-${role}`, role, definitions: ['mine'], reason: 'a try' };
      sides.keys[role] = (await sides.act('/v1/admin/keys', body)).key;
    }
    return sides;
  }

  /** As an admin of all. */
  root(method: string, path: string, body?: object): Promise<HttpAnswer> {
    return this.stack.call(method, path, { headers: ROOT, ...(body && { body }) });
  }

  async read(path: string): Promise<Json> {
    return (await this.root('GET', path)).body;
  }

  /** By and by the pauses of a side hold more of its sagas: each when it goes on. */
  async pausesOf(side: Side): Promise<Json> {
    const { items } = await this.read('/v1/admin/pauses');
    return items.filter(({ scope }: Json) => JSON.stringify(scope).includes(side));
  }

  /** What can be changed of a side, as an admin sees it. */
  async now(side: Side): Promise<Json> {
    const { stuck, waiting, fingerprint, bulk, message, view } = this.seeded[side];
    const sagas = await Promise.all(
      [stuck, waiting].map(async (id) => {
        const { status, locks, paused, steps } = await this.read(`/v1/sagas/${id}`);
        // not its version: every half minute a parent asks how its child does
        const now = steps.map((step: Json) => [step.name, step.status, step.attempts.execute]);
        return { status, locks, paused, now };
      }),
    );
    const [group, bulkNow, messageNow, pauses, views, exemptions, definition] = await Promise.all([
      ...[`failures/${fingerprint}`, `bulk/${bulk}`, `dead-messages/${message}`].map((path) =>
        this.read(`/v1/admin/${path}`),
      ),
      this.pausesOf(side),
      ...['/v1/views', '/v1/admin/exemptions', `/v1/definitions/${side}`].map((path) =>
        this.read(path),
      ),
    ]);
    const { life, revision } = group;
    const shared = views.items.filter(({ id }: Json) => id === view);
    return { sagas, life, revision, bulkNow, messageNow, pauses, shared, exemptions, definition };
  }

  close(): Promise<void> {
    return this.stack.close();
  }

  private async act(path: string, body: object): Promise<Json> {
    const answer = await this.root('POST', path, body);
    if (answer.status >= 300) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  private async seed(side: Side): Promise<Seeded> {
    await this.stack.addParticipant(`${side}-pay`);
    this.stack.script.set(`${side}-pay.charge`, errs(`${side.toUpperCase()}_BROKE`));
    await this.act('/v1/definitions', definitionOf(side));
    const reason = `${side}: a reason`;
    const start = (key: string, wait = '') => {
      const input = { note: `${side}-note`, lock: key === 'shared' ? key : `${side}-lock` };
      const body = { definition: side, key: `${side}-${key}`, input };
      return this.act(`/v1/sagas${wait}`, body);
    };
    const { id: stuck } = await start('stuck', '?wait=30s');
    const { id: waiting } = await start('shared', side === 'theirs' ? '?wait=30s' : '');
    const fingerprint = await this.groupOf(side);
    const group = `/v1/admin/failures/${fingerprint}`;
    await this.act(`${group}/acknowledge`, { reason, owner: side, note: `${side}: a note` });
    // what somebody looks after is no alert
    await this.act(`${group}/reopen`, { reason });
    await this.alert(fingerprint);
    await this.act(`/v1/admin/sagas/${stuck}/exempt`, { reason });
    await this.act(`/v1/admin/sagas/${stuck}/pause`, { reason });
    const pauseOf = (scope: object) => this.act('/v1/admin/pauses', { scope, reason });
    const { id: pause } = await pauseOf({ definition: side, step: 'charge' });
    const { id: participantPause } = await pauseOf({ participant: `${side}-pay` });
    const bulk = await this.cancelByBulk(stuck, reason);
    const filter = `definition=${side}`;
    const { id: view } = await this.act('/v1/views', { name: filter, filter, isShared: true });
    const settling = { step: 'charge', result: 'succeeded', reason };
    const { id: approval } = await this.act(`/v1/admin/sagas/${stuck}/settle`, settling);
    const message = await this.deadMessage(side, stuck);
    const pauses = { pause, participantPause };
    return { stuck, waiting, fingerprint, bulk, ...pauses, message, view, approval };
  }

  /** Ends before anybody looks: what it does to the saga shows in pauses and groups, too. */
  private async cancelByBulk(sagaId: string, reason: string): Promise<string> {
    const body = { ids: [sagaId], action: 'cancel', reason };
    const { id } = await this.act('/v1/admin/bulk', body);
    await eventually(
      () => this.read(`/v1/admin/bulk/${id}`),
      ({ status }) => ['done', 'stopped'].includes(status),
    );
    return id;
  }

  private async groupOf(side: Side): Promise<string> {
    const [group] = await eventually(
      async () => {
        const { groups } = await this.read('/v1/admin/failures');
        return groups.filter(({ definition }: Json) => definition === side) as Json[];
      },
      ({ length }) => length > 0,
    );
    return group.fingerprint;
  }

  private async alert(fingerprint: string): Promise<void> {
    await eventually(
      () => this.read('/v1/admin/alerts'),
      ({ alerts }) => alerts.some((alert: Json) => alert.fingerprint === fingerprint),
    );
  }

  /** A signal that does not fit. */
  private async deadMessage(side: Side, sagaId: string): Promise<string> {
    const data = { sagaId, name: `${side}-go`, payload: { note: `${side}-payload` } };
    const properties = { messageId: `${side}-message` };
    await this.stack.publish({ json: { pattern: 'saga.signal', data }, properties });
    const [{ id }] = await eventually(
      async () => {
        const { items } = await this.read('/v1/admin/dead-messages');
        return items.filter((message: Json) => message.sagaId === sagaId) as Json[];
      },
      ({ length }) => length > 0,
    );
    return id;
  }
}

/** A definition with a lock, a child of a third one, and a step that fails. */
function definitionOf(side: Side): object {
  const payloadSchema = { type: 'object', required: ['by'] };
  const after = { after: ['take'], kind: 'retryable' };
  return {
    name: side,
    description: `${side}: a description`,
    locks: ['${input.lock}'],
    defaults: { retry: { maxAttempts: 1 } },
    steps: [
      { name: 'take', command: `${side}-pay.take`, kind: 'pivot' },
      { ...after, name: 'ask', wait: { signal: `${side}-go`, payloadSchema } },
      { ...after, name: 'nest', saga: { definition: 'part' } },
      {
        ...{ ...after, name: 'charge' },
        ...{ command: `${side}-pay.charge`, input: { note: '${input.note}' } },
      },
    ],
  };
}
