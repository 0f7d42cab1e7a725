import { randomUUID } from 'node:crypto';
import type { AlertMessage, AlertSettings } from '#alerts';
import type { AlertStore } from '#persistence';
import type { AlertReceivers } from '../../workers/alerts/alert-receivers.js';
import { ApiError } from '../edge/api-error.js';
import type { Caller } from '../edge/request-parts.js';
import type { AlertRouteView, AlertTestView } from './alert-views.js';

/** Sends test messages: at once, and not again. */
export class AlertTests {
  constructor(
    private readonly settings: AlertSettings,
    private readonly receivers: AlertReceivers,
    private readonly store: Pick<AlertStore, 'recordTest'>,
  ) {}

  get routes(): readonly AlertRouteView[] {
    return this.settings.routes.map(({ name, type, kinds }) => ({ name, type, kinds }));
  }

  /** @throws ApiError ALERT_ROUTE_NOT_FOUND */
  async run(name: string, reason: string, caller: Caller): Promise<AlertTestView> {
    if (!this.receivers.names.includes(name)) {
      throw new ApiError('ALERT_ROUTE_NOT_FOUND', `The settings have no route ${name}.`);
    }
    const { actor, via, credential, idempotencyKey, fingerprint } = caller;
    await this.store.recordTest({
      ...{ actor, via, credential, reason, idempotencyKey, fingerprint },
      action: 'test-alert',
      subject: { kind: 'alert', id: name },
      request: { reason },
      before: null,
      after: null,
      outcome: { type: 'done' },
    });
    const startedAt = performance.now();
    const outcome = await this.receivers.send(name, { id: randomUUID(), message: testMessage() });
    return {
      isDelivered: outcome.type === 'sent',
      error: outcome.type === 'sent' ? null : outcome.error,
      tookMs: Math.round(performance.now() - startedAt),
    };
  }
}

function testMessage(): AlertMessage {
  const at = Date.now();
  return {
    event: 'test',
    at,
    since: at,
    plus: null,
    finding: {
      key: 'test',
      kind: 'stuck',
      title: 'a message of the conductor',
      text: 'Somebody tried this route. Nothing is wrong.',
      ...{ count: 0, total: 0, forMs: 0, samples: [], fingerprint: null },
      act: { text: 'Nothing', method: 'GET', path: '/v1/admin/alerts' },
      runbook: 'alerts',
    },
  };
}
