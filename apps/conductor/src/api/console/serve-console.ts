import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { OPEN } from '../edge/access/needs.js';
import { isStrayVisit } from '../edge/access/stray-visit.js';
import { readConsole, type ConsoleFile } from './console-files.js';

/** Nothing inline, nothing from elsewhere, no text that becomes code or markup. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; " +
  "connect-src 'self'; frame-ancestors 'none'; base-uri 'self'; form-action 'self'; " +
  "require-trusted-types-for 'script'; trusted-types 'none'";

/** The names of assets tell their contents. */
const FOR_EVER = 'public, max-age=31536000, immutable';
const FOR_AN_HOUR = 'public, max-age=3600';

/**
 * Serves the console from memory, as it was built and compressed. Its page has the address of its
 * root relative to itself, so that a proxy may put all of it under any path.
 */
export function serveConsole(fastify: FastifyInstance): void {
  const built = readConsole();
  if (built === null) {
    // as `npm run build` was not run: the API does without it
    fastify.get('/', { config: OPEN }, (_request, reply) => reply.redirect('docs'));
    return;
  }
  const { files, page, routes } = built;
  for (const [path, file] of files) {
    const kept = path.startsWith('/assets/') ? FOR_EVER : FOR_AN_HOUR;
    fastify.get(path, { config: OPEN }, (request, reply) => {
      return send(request, reply.header('cache-control', kept), file);
    });
  }
  const html = page.content.toString();
  const show = (request: FastifyRequest, reply: FastifyReply) =>
    reply
      .type(page.type)
      .header('content-security-policy', POLICY)
      .send(html.replace('<base href="./" />', `<base href="${rootOf(request.url)}" />`));
  for (const each of routes) {
    // `/tasks/1/` is no address of a task: the name of its step is missing
    const route = each.replaceAll(/:\w+/g, '$&(^.+$)');
    fastify.get(route, { config: OPEN }, show);
    // as in the console, a slash at the end says nothing
    if (route !== '/') fastify.get(`${route}/`, { config: OPEN }, show);
  }
  fastify.addHook('onRequest', (request, reply, done) => {
    if (isStrayVisit(request)) show(request, reply.code(404).header('vary', 'accept'));
    else done();
  });
}

/** `/sagas/1` is one folder below the root: `../`. */
function rootOf(url: string): string {
  const [path = '/'] = url.split('?', 1);
  return '../'.repeat(path.split('/').length - 2) || './';
}

function send({ headers }: FastifyRequest, reply: FastifyReply, file: ConsoleFile) {
  const accepted = String(headers['accept-encoding'] ?? '')
    .split(',')
    .map((each) => each.trim());
  const encoding = (['br', 'gzip'] as const).find((each) => accepted.includes(each));
  const compressed = encoding === undefined ? undefined : file.compressed[encoding];
  void reply.type(file.type).header('vary', 'accept-encoding');
  if (encoding === undefined || compressed === undefined) return reply.send(file.content);
  return reply.header('content-encoding', encoding).send(compressed);
}
