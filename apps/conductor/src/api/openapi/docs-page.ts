import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { OPEN } from '../edge/access/needs.js';

/** The files of Swagger UI that the page needs; nothing else is served. */
const FILES = {
  'swagger-ui.css': 'text/css',
  'swagger-ui-bundle.js': 'text/javascript',
  'swagger-ui-standalone-preset.js': 'text/javascript',
  'favicon-32x32.png': 'image/png',
} as const;

const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <title>Conductor API</title>
    <link rel="stylesheet" href="/docs/swagger-ui.css" />
    <link rel="icon" type="image/png" href="/docs/favicon-32x32.png" />
  </head>
  <body>
    <div id="swagger-ui"></div>
    <script src="/docs/swagger-ui-bundle.js"></script>
    <script src="/docs/swagger-ui-standalone-preset.js"></script>
    <script src="/docs/start.js"></script>
  </body>
</html>
`;

const START = `SwaggerUIBundle({
  url: '/openapi.json',
  dom_id: '#swagger-ui',
  deepLinking: true,
  validatorUrl: null,
  presets: [SwaggerUIBundle.presets.apis],
});
`;

/**
 * A page for reading and trying the API, with no files from elsewhere.
 *
 * Written by hand, since the stock page needs a file server that some of our tools cannot load: its
 * CommonJS code requires an ES module (decision record 0020).
 */
export function serveDocsPage(fastify: FastifyInstance): void {
  fastify.get('/docs', { config: OPEN }, (_request, reply) =>
    reply.type('text/html; charset=utf-8').send(PAGE),
  );
  fastify.get('/docs/start.js', { config: OPEN }, (_request, reply) =>
    reply.type('text/javascript').send(START),
  );
  const folder = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
  for (const [name, type] of Object.entries(FILES)) {
    fastify.get(`/docs/${name}`, { config: OPEN }, async (_request, reply) => {
      const file = await readFile(join(folder, name));
      return reply.type(type).header('cache-control', 'public, max-age=86400').send(file);
    });
  }
}
