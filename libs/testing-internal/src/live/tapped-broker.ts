import type { OutgoingMessage, PublishOutcome } from '#bus';
import { InProcessBroker } from '#messaging';
import { brokenOnPurpose, isCheckAsked, lookAtLive } from './live-messages.js';
import { settleBeforeTestEnds } from './test-end.js';

/** A broker in this process that, where it is on, holds every message to the schemas. */
export class TappedBroker extends InProcessBroker {
  static readonly brokenOnPurpose = brokenOnPurpose;

  constructor(
    private readonly prefix: string,
    private readonly isOn = isCheckAsked,
  ) {
    super();
    if (isOn) settleBeforeTestEnds(this, () => Promise.resolve());
  }

  override route(message: OutgoingMessage, account?: string): PublishOutcome {
    const { exchange, routingKey, properties, body } = message;
    const { headers = {}, ...own } = properties;
    const sent = { contentType: 'application/json', deliveryMode: 2, ...own };
    if (this.isOn)
      lookAtLive(this.prefix, { exchange, routingKey, headers, properties: sent, body });
    return super.route(message, account);
  }
}
