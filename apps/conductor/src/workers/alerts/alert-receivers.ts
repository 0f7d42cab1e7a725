import { isNativeError } from 'node:util/types';
import { createTransport } from 'nodemailer';
import type { MessageBus } from '#bus';
import {
  alertDocument,
  alertSubject,
  alertText,
  MUTE_LINK_MS,
  muteToken,
  slackBody,
  webhookHeaders,
  type AlertLinks,
  type AlertMessage,
  type AlertRoute,
  type AlertSettings,
  type DeliveryOutcome,
} from '#alerts';
import { eventMessage } from '#contracts';

/** A receiver that takes longer counts as away. */
const ANSWER_MS = 10_000;
const ERROR_CHARS_MAX = 300;

/** A message, and the id by which its receiver knows it again. */
export interface Outgoing {
  readonly id: string;
  readonly message: AlertMessage;
}

/**
 * Where alerts go. Addresses are of the settings alone: no call names one, so none can make the
 * conductor ask an address of the caller's choice.
 */
export class AlertReceivers {
  private readonly routes: ReadonlyMap<string, AlertRoute>;

  constructor(
    private readonly settings: AlertSettings,
    private readonly parts: {
      readonly bus: Pick<MessageBus, 'publish'>;
      /** The first part of the names of exchanges. */
      readonly prefix: string;
      /** Signs links that mute. */
      readonly secret: string;
    },
  ) {
    this.routes = new Map(settings.routes.map((route) => [route.name, route]));
  }

  get names(): readonly string[] {
    return [...this.routes.keys()];
  }

  /** Never rejects. */
  async send(name: string, outgoing: Outgoing): Promise<DeliveryOutcome> {
    const route = this.routes.get(name);
    if (route === undefined) return { type: 'refused', error: 'there is no such route any more' };
    try {
      return await this.sendBy(route, outgoing);
    } catch (error) {
      return { type: 'failed', error: reasonOf(error) };
    }
  }

  private sendBy(route: AlertRoute, outgoing: Outgoing): Promise<DeliveryOutcome> {
    const links = this.linksFor(route, outgoing.message);
    switch (route.type) {
      case 'webhook': {
        const body = JSON.stringify(alertDocument(outgoing.message, links));
        const headers = webhookHeaders(route.key, { id: outgoing.id, at: Date.now(), body });
        return post(route.url, { body, headers });
      }
      case 'slack': {
        const body = JSON.stringify(slackBody(outgoing.message, links));
        return post(route.url, { body, headers: { 'content-type': 'application/json' } });
      }
      case 'smtp':
        return this.mail(route, outgoing, links);
      case 'events':
        return this.publish(outgoing);
    }
  }

  /** Whoever listens to events is not one of the people whom a route is set for. */
  private linksFor({ name, type }: AlertRoute, { at }: AlertMessage): AlertLinks {
    const { baseUrl } = this.settings;
    if (type === 'events') return { baseUrl };
    const until = at + MUTE_LINK_MS;
    const mutePath = (fingerprint: string): string => {
      return mutePathOf(muteToken(this.parts.secret, { fingerprint, route: name, until }));
    };
    return { baseUrl, mutePath };
  }

  private async mail(
    route: Extract<AlertRoute, { type: 'smtp' }>,
    { id, message }: Outgoing,
    links: AlertLinks,
  ): Promise<DeliveryOutcome> {
    const transport = createTransport({
      url: route.url,
      connectionTimeout: ANSWER_MS,
      greetingTimeout: ANSWER_MS,
      socketTimeout: ANSWER_MS,
      disableFileAccess: true,
      disableUrlAccess: true,
    });
    try {
      await transport.sendMail({
        from: route.from,
        to: [...route.to],
        subject: alertSubject(message),
        text: alertText(message, links),
        // the same in all attempts: who gets two can leave one out
        messageId: `<${id}@conductor>`,
      });
      return { type: 'sent' };
    } finally {
      transport.close();
    }
  }

  /** An event without listeners is no fault. */
  private async publish({ id, message }: Outgoing): Promise<DeliveryOutcome> {
    const { bus, prefix } = this.parts;
    const document = alertDocument(message, this.settings);
    const event = `alert.${message.event}`;
    const [outcome] = await bus.publish([
      eventMessage(
        { messageId: id, event, data: document },
        { prefix, appId: 'conductor', at: Date.now() },
      ),
    ]);
    if (outcome === 'confirmed' || outcome === 'unroutable') return { type: 'sent' };
    return { type: 'failed', error: 'the broker did not confirm it' };
  }
}

/** The page behind a link that mutes. */
export function mutePathOf(token: string): string {
  return `/v1/alerts/mute/${token}`;
}

async function post(
  url: string,
  { body, headers }: { readonly body: string; readonly headers: Readonly<Record<string, string>> },
): Promise<DeliveryOutcome> {
  const answer = await fetch(url, {
    method: 'POST',
    body,
    headers,
    // another address is for whoever sets the route to name
    redirect: 'manual',
    signal: AbortSignal.timeout(ANSWER_MS),
  });
  await answer.body?.cancel();
  if (answer.ok) return { type: 'sent' };
  const error = `answered ${answer.status}`;
  if (answer.status === 410) return { type: 'refused', error };
  const seconds = Number(answer.headers.get('retry-after') ?? NaN);
  return { type: 'failed', error, ...(seconds > 0 ? { afterMs: seconds * 1000 } : {}) };
}

/** What went wrong; addresses and passwords of a route are no part of it. */
function reasonOf(error: unknown): string {
  const cause = isNativeError(error) && isNativeError(error.cause) ? error.cause : error;
  const { code, message } = cause as { readonly code?: unknown; readonly message?: unknown };
  const text = typeof code === 'string' ? `${code}: ${String(message)}` : String(message);
  return text.replace(/:\/\/[^\s]*@/g, '://…@').slice(0, ERROR_CHARS_MAX);
}
