import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import type { FastifyInstance } from 'fastify';
import { addCommonProblems } from './common-problems.js';
import { serveDocsPage } from './docs-page.js';
import { DEFINITION_DOCUMENT } from './definition-document.js';
import { ProblemView } from './problem-view.js';

/** Serves `/openapi.json`, and at `/docs` a page to try it that loads nothing from other hosts. */
export function serveOpenApi(app: INestApplication, fastify: FastifyInstance): void {
  const config = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Conductor')
    .setDescription(
      'Saga orchestration over REST. Errors are RFC 9457 problem details with a stable `code`. ' +
        'Without configured API keys no Authorization header is needed.',
    )
    .setVersion('1')
    .setLicense('MIT', 'https://opensource.org/license/mit')
    .addServer('/')
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'An API key.' })
    .build();
  const described = SwaggerModule.createDocument(app, config, { extraModels: [ProblemView] });
  const document = JSON.stringify(addCommonProblems(withDefinitionDocument(described)));
  fastify.get('/openapi.json', (_request, reply) => reply.type('application/json').send(document));
  serveDocsPage(fastify);
}

/** The documents that callers post: none of our classes describes them. */
function withDefinitionDocument(document: OpenAPIObject): OpenAPIObject {
  const schemas = { ...document.components?.schemas, DefinitionDocument: DEFINITION_DOCUMENT };
  return { ...document, components: { ...document.components, schemas } };
}
