import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import type { FastifyInstance } from 'fastify';
import { OPEN } from '../edge/access/needs.js';
import { withAnswerExamples } from './examples/answer-examples.js';
import { addCommonProblems } from './common-problems.js';
import { serveDefinitionSchema } from '../documents/definition-schema.js';
import { serveDocsPage } from './docs-page.js';
import { DEFINITION_DOCUMENT } from './hand-written/definition-document.js';
import { BULK_ACTIONS } from './hand-written/bulk-action.js';
import { HISTORY_SCHEMAS } from './history-schemas.js';
import { MESSAGE_PROPERTIES } from './hand-written/message-properties.js';
import { withLeastValues } from './least-values.js';
import { problemExamples } from './problem-examples.js';
import { ProblemView } from './problem-view.js';
import { withPlainReferences } from './references.js';
import { withRequestIds } from './answers/request-ids.js';
import { withSharedAnswers } from './answers/shared-answers.js';
import { ANY_JSON } from './schema-parts.js';

const BEARER = {
  type: 'http',
  scheme: 'bearer',
  bearerFormat: 'API key',
  description:
    'An API key, `cdr_…`; where people log in at an identity provider, an access token of it too.',
} as const;

const TAGS = {
  Definitions: 'What sagas do: stored under versions that never change.',
  Sagas: 'Start sagas, look at them, and give them signals.',
  Operators: 'What needs a person, and what a person can do about it.',
  Access: 'Who calls, and the keys by which callers show it.',
  Health: 'Whether this replica runs, and how it does.',
} as const;

/**
 * Serves `/openapi.json`, the JSON Schema of definitions, and at `/docs` a page for trying the API
 * without other hosts. The document is made when somebody first asks for it: it is much of what a
 * start would do, and most replicas are never asked.
 */
export function serveOpenApi(app: INestApplication, fastify: FastifyInstance): void {
  let document: string | null = null;
  fastify.get('/openapi.json', { config: OPEN }, (_request, reply) =>
    reply.type('application/json').send((document ??= JSON.stringify(describeApi(app)))),
  );
  serveDefinitionSchema(fastify);
  serveDocsPage(fastify);
}

function describeApi(app: INestApplication): OpenAPIObject {
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
    .addBearerAuth(BEARER)
    .build();
  const described = SwaggerModule.createDocument(app, config, { extraModels: [ProblemView] });
  const whole = { ...withHandWritten(described), tags: toTags(TAGS) };
  const shared = withSharedAnswers(addCommonProblems(withLeastValues(whole)));
  const answered = withRequestIds(shared);
  return withExamples(withPlainReferences(answered));
}

/** Adds the schemas that none of our classes describes. */
function withHandWritten(document: OpenAPIObject): OpenAPIObject {
  const schemas = {
    ...document.components?.schemas,
    Json: ANY_JSON,
    ...HISTORY_SCHEMAS,
    ...BULK_ACTIONS,
    MessageProperties: MESSAGE_PROPERTIES,
    DefinitionDocument: DEFINITION_DOCUMENT,
  };
  return { ...document, components: { ...document.components, schemas } };
}

function withExamples({ components, ...rest }: OpenAPIObject): OpenAPIObject {
  const examples = problemExamples({ ...rest, components });
  return withAnswerExamples({ ...rest, components: { ...components, examples } } as OpenAPIObject);
}

function toTags(tags: Readonly<Record<string, string>>) {
  return Object.entries(tags).map(([name, description]) => ({ name, description }));
}
