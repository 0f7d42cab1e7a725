import type { JsonValue } from '#protocol';
import type { Finding } from './finding.js';
import { instantText } from './instant-text.js';
import type { AlertMessage } from './track.js';

/** Where links lead. */
export interface AlertLinks {
  /** The address of the conductor as people open it, without a slash at the end; null: no links. */
  readonly baseUrl: string | null;
  /** The path at which anybody may mute the group who was told of it. Left out: the console's. */
  readonly mutePath?: (fingerprint: string) => string;
}

/** The body of a webhook and of an event. The form is in docs/EVENTS.md. */
export function alertDocument(message: AlertMessage, links: AlertLinks): JsonValue {
  const { event, at, since, plus, finding } = message;
  const { key, kind, title, text, count, total, samples, act, fingerprint, runbook } = finding;
  return {
    type: `alert.${event}`,
    timestamp: new Date(at).toISOString(),
    data: {
      ...{ key, kind, title, text, count, total, plus, fingerprint },
      since: new Date(since).toISOString(),
      samples: samples.map(({ sagaId, message: answered }) => {
        return { sagaId, message: answered, url: urlOf(links, `/sagas/${sagaId}`) };
      }),
      act: { ...act, curl: curlOf(act, links) },
      links: {
        place: placeUrl(finding, links),
        group: fingerprint && urlOf(links, `/failures/${fingerprint}`),
        mute: fingerprint && muteUrl(links, fingerprint),
        runbook: `docs/OPERATIONS.md#${runbook}`,
      },
    },
  };
}

export function alertSubject({ event, plus, finding }: AlertMessage): string {
  const { title } = finding;
  if (event === 'resolved') return `Resolved: ${title}`;
  if (event === 'test') return `Test: ${title}`;
  return plus === null ? title : `${title} (+${plus} since)`;
}

/** For people, with one line of `mark`ed text first. */
export function alertText(message: AlertMessage, links: AlertLinks): string {
  const { finding, event, since } = message;
  const { text, samples, act, fingerprint, runbook } = finding;
  const began = `Since ${instantText(since)}.`;
  if (event === 'resolved') return [text, began].join('\n');
  const mute = fingerprint && muteUrl(links, fingerprint);
  const place = placeUrl(finding, links);
  return [
    text,
    began,
    ...samples.map(({ sagaId, message: answered }) => {
      const where = urlOf(links, `/sagas/${sagaId}`) ?? sagaId;
      return `- ${where}${answered === null ? '' : `: ${answered}`}`;
    }),
    `Do: ${act.text}`,
    ...(place === null ? [] : [`See: ${place}`]),
    curlOf(act, links),
    ...(mute ? [`Mute: ${mute}`] : []),
    `Read: docs/OPERATIONS.md#${runbook}`,
  ].join('\n');
}

/** The form of Slack's incoming webhooks, which others take too. */
export function slackBody(message: AlertMessage, links: AlertLinks): JsonValue {
  const text = slackEscaped(`*${alertSubject(message)}*\n${alertText(message, links)}`);
  return { text: text.slice(0, SLACK_CHARS_MAX) };
}

const SLACK_CHARS_MAX = 12_000;

/** What a participant answered must not ping a channel, or show a link under another name. */
function slackEscaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function placeUrl({ place }: Finding, links: AlertLinks): string | null {
  return place === undefined ? null : urlOf(links, place);
}

function muteUrl(links: AlertLinks, fingerprint: string): string | null {
  return urlOf(links, links.mutePath?.(fingerprint) ?? `/failures/${fingerprint}?act=mute`);
}

function urlOf({ baseUrl }: AlertLinks, path: string): string | null {
  return baseUrl === null ? null : `${baseUrl}${path}`;
}

function curlOf(
  { method, path }: { readonly method: string; readonly path: string },
  links: AlertLinks,
) {
  const url = urlOf(links, path) ?? `$C${path}`;
  if (method === 'GET') return `curl -s -H "$K" "${url}"`;
  return `curl -s -H "$K" -H "$J" ${url} -d '{"reason": "…"}'`;
}
