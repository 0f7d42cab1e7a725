import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import { addSchemas } from './schemas.js';

/** `/openapi.json`, and a page to try it at `/docs` that loads nothing from elsewhere. */
export function serveOpenApi(app: INestApplication): void {
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
  const document = addSchemas(SwaggerModule.createDocument(app, config));
  SwaggerModule.setup('docs', app, document, {
    jsonDocumentUrl: '/openapi.json',
    raw: ['json'],
    customSiteTitle: 'Conductor API',
  });
}
