import type { FastifyInstance, FastifyPluginCallback, FastifyReply, FastifyRequest } from 'fastify';
import { mutePathOf } from '../../workers/alerts/alert-receivers.js';
import { OPEN } from '../edge/access/needs.js';
import { REASON } from '../edge/text-length.js';
import { MUTE_TIMES, type LinkState, type MuteLinks, type MuteTime } from './mute-links.js';

/** A time and a reason, percent-encoded. */
const FORM_BYTES_MAX = 8 * 1024;
const FORM = 'application/x-www-form-urlencoded';

/** Fastify looks for one without a name among all modules that are loaded. */
const PLUGIN_NAME = { [Symbol.for('fastify.display-name')]: 'mute-page' };

type LinkRequest = FastifyRequest<{ Params: { token: string }; Body: string }>;

/**
 * The page behind the link of an alert that mutes a group, and what its form sends. It needs no
 * login: the link is signed. Its scope alone reads forms, which pages of other origins could send
 * anywhere; theirs are refused here by their `Origin`.
 */
export function serveMutePage(fastify: FastifyInstance, links: MuteLinks): void {
  const url = mutePathOf(':token');
  const serve: FastifyPluginCallback = (scope, _options, done) => {
    scope.removeAllContentTypeParsers();
    const options = { parseAs: 'string', bodyLimit: FORM_BYTES_MAX } as const;
    scope.addContentTypeParser(FORM, options, (_request, body, parsed) => parsed(null, body));
    scope.get(url, { config: OPEN }, async (request: LinkRequest, reply) => {
      await answer(reply, await links.look(request.params.token));
    });
    scope.post(url, { config: OPEN }, async (request: LinkRequest, reply) => {
      const form = new URLSearchParams(request.body ?? '');
      const time = form.get('time') ?? '';
      const reason = (form.get('reason') ?? '').trim();
      const { token } = request.params;
      const isComplete = isMuteTime(time) && reason !== '' && reason.length <= REASON.maxLength;
      if (!isComplete) return answer(reply, await links.look(token), 400);
      await answer(reply, await links.mute(token, { time, reason }));
    });
    done();
  };
  void fastify.register(Object.assign(serve, PLUGIN_NAME));
}

function isMuteTime(text: string): text is MuteTime {
  return Object.hasOwn(MUTE_TIMES, text);
}

const STATUSES: Readonly<Record<LinkState['type'], number>> = {
  unknown: 404,
  expired: 410,
  gone: 404,
  open: 200,
  muted: 200,
  refused: 409,
};

async function answer(reply: FastifyReply, state: LinkState, asked?: number): Promise<void> {
  const isAsked = state.type === 'open' && asked !== undefined;
  await reply
    .status(isAsked ? asked : STATUSES[state.type])
    .type('text/html; charset=utf-8')
    // the address is the key: it is told to no other origin, and our own form needs its `Origin`
    .header('referrer-policy', 'same-origin')
    .send(pageOf(state, isAsked));
}

function pageOf(state: LinkState, isIncomplete: boolean): string {
  const body = bodyOf(state, isIncomplete);
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width" />
    <meta name="robots" content="noindex" />
    <title>Mute a group of failures</title>
    <style>body { font: 1rem/1.5 sans-serif; max-width: 34rem; margin: 2rem auto }
      label { display: block; margin: 1rem 0 } input, select, button { font: inherit }</style>
  </head>
  <body><main>${body}</main></body>
</html>
`;
}

function bodyOf(state: LinkState, isIncomplete: boolean): string {
  switch (state.type) {
    case 'unknown':
      return '<h1>This link is not valid</h1><p>Was it copied as a whole?</p>';
    case 'expired':
      return '<h1>This link is too old</h1><p>Use that of a newer message, or the console.</p>';
    case 'gone':
      return '<h1>There is nothing to mute</h1><p>No saga has had this trouble lately.</p>';
    case 'muted':
      return `<h1>Muted</h1><p>Nobody is told of <b>${escaped(state.title)}</b> until
        <time>${state.until.toISOString()}</time>.</p>
        <p>To undo it, acknowledge or reopen the group.</p>`;
    case 'refused':
      return `<h1>Not muted</h1><p><b>${escaped(state.title)}</b></p>
        <p>${escaped(state.detail)}</p>`;
    case 'open':
      return `<h1>Mute a group of failures</h1>
        <p><b>${escaped(state.title)}</b>: sagas in it now: ${state.sagas}. Nothing of them
        changes; nobody is told of more of them for the time that you choose.</p>
        ${isIncomplete ? '<p role="alert">Say for how long, and why.</p>' : ''}
        <form method="post">
          <label>For <select name="time">${Object.keys(MUTE_TIMES).map(optionOf).join('')}</select>
          </label>
          <label>Why <input name="reason" required maxlength="${REASON.maxLength}" size="40" />
          </label>
          <button>Mute</button>
        </form>`;
    default:
      return state satisfies never;
  }
}

function optionOf(time: string): string {
  return `<option>${time}</option>`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
