/**
 * The rooms of the house (docs/ARCHITECTURE.md). Imports go one way, by name (`#saga-core`), or by
 * a path where a room has no name (`migrations/conductor/`).
 */
export interface Room {
  readonly name: string;
  readonly folder: string;
  readonly imports: readonly string[];
  readonly packages: readonly string[];
}

/** Any of Node's own modules; the engine and the contracts get none, or name them. */
export const NODE = 'node:';
const NEST = [
  '@nestjs/common',
  '@nestjs/core',
  '@nestjs/microservices',
  'reflect-metadata',
  'rxjs',
];
const REST = ['@nestjs/platform-fastify', 'class-validator', 'class-transformer', 'fastify'];
const DATABASE = ['typeorm', 'pg'];

/** In the order in which they stand on each other: a room imports only from rooms above it. */
export const ROOMS: readonly Room[] = [
  library('protocol', [], ['node:buffer']),
  library('filters', ['#protocol'], []),
  library('resilience', [], [NODE]),
  library('process', [], ['node:fs', 'node:http', 'node:net']),
  library('client', [], ['openapi-fetch', '@nestjs/common']),
  library('bus', ['#protocol'], ['node:crypto']),
  library('contracts', ['#protocol', '#bus'], ['node:crypto']),
  library('expressions', ['#protocol'], ['re2js']),
  library('definition', ['#protocol', '#expressions'], ['@cfworker/json-schema']),
  library('asyncapi', ['#protocol', '#bus', '#contracts', '#definition'], []),
  library('children', ['#definition'], []),
  library('engine', ['#protocol', '#expressions', '#definition'], []),
  library('failures', ['#protocol'], ['node:crypto']),
  library('alerts', ['#protocol'], ['node:crypto']),
  library('graph', ['#definition'], ['@dagrejs/dagre']),
  library('simulation', ['#definition', '#engine'], []),
  library(
    'testing-kit',
    ['#protocol', '#definition', '#engine', '#simulation'],
    ['node:assert/strict'],
  ),
  library(
    'preview',
    ['#protocol', '#expressions', '#definition', '#engine', '#simulation'],
    ['node:crypto'],
  ),
  library(
    'cli',
    ['#protocol', '#process', '#filters', '#definition', '#children', '#simulation', '#client'],
    ['commander', 'cli-table3', 'js-yaml', 'tinyglobby', NODE],
  ),
  library('ports', ['#protocol', '#contracts', '#definition', '#engine'], []),
  library(
    'runtime',
    [
      '#protocol',
      '#resilience',
      '#bus',
      '#contracts',
      '#definition',
      '#engine',
      '#preview',
      '#ports',
    ],
    ['uuid', NODE],
  ),
  library(
    'live',
    ['#protocol', '#resilience', '#bus', '#filters', '#definition', '#engine', '#ports'],
    [NODE],
  ),
  library('database', ['#protocol', '#resilience', '#ports', 'migrations/'], ['pg', NODE]),
  library(
    'persistence',
    [
      '#protocol',
      '#contracts',
      '#definition',
      '#engine',
      '#ports',
      '#runtime',
      '#failures',
      '#alerts',
      '#database',
      'migrations/',
    ],
    ['typeorm', 'pg', NODE],
  ),
  library(
    'queries',
    [
      '#protocol',
      '#filters',
      '#engine',
      '#failures',
      '#alerts',
      '#live',
      '#database',
      '#persistence',
    ],
    [],
  ),
  library('messaging', ['#protocol', '#resilience', '#process', '#bus'], ['amqplib', NODE]),
  library(
    'duties',
    ['#protocol', '#resilience', '#bus', '#contracts', '#messaging'],
    ['uuid', NODE],
  ),
  library('transactions', ['#resilience', '#bus', '#contracts', '#duties'], [NODE]),
  library(
    'participant',
    [
      '#protocol',
      '#resilience',
      '#process',
      '#bus',
      '#contracts',
      '#messaging',
      '#duties',
      '#transactions',
      'migrations/',
    ],
    [...NEST, ...DATABASE, 'uuid', NODE],
  ),
  library(
    'participant-core',
    [
      '#protocol',
      '#resilience',
      '#process',
      '#bus',
      '#contracts',
      '#messaging',
      '#duties',
      '#transactions',
    ],
    [...DATABASE, 'drizzle-orm', 'knex', NODE],
  ),
  library(
    'service',
    ['#protocol', '#resilience', '#process', '#bus', '#messaging', '#participant', 'migrations/'],
    [...NEST, ...REST, ...DATABASE, 'pino', NODE],
  ),
  library(
    'testing-sagas',
    ['#protocol', '#bus', '#contracts', '#definition', '#engine', '#simulation', '#runtime'],
    ['fast-check', 'node:assert/strict'],
  ),
  library(
    'testing-internal',
    [
      '#protocol',
      '#resilience',
      '#bus',
      '#contracts',
      '#definition',
      '#asyncapi',
      '#engine',
      '#ports',
      '#runtime',
      '#messaging',
      '#testing-sagas',
    ],
    ['pg', 'amqplib', 'fast-check', '@cfworker/json-schema', NODE],
  ),
  library(
    'testing-duties',
    ['#protocol', '#bus', '#contracts', '#messaging', '#testing-internal'],
    ['amqplib', 'uuid', NODE],
  ),
  application(
    'conductor',
    [
      '#protocol',
      '#filters',
      '#graph',
      '#resilience',
      '#process',
      '#bus',
      '#contracts',
      '#definition',
      '#asyncapi',
      '#children',
      '#engine',
      '#simulation',
      '#failures',
      '#alerts',
      '#preview',
      '#ports',
      '#runtime',
      '#live',
      '#database',
      '#persistence',
      '#queries',
      '#messaging',
      'migrations/',
    ],
    [
      ...NEST,
      ...REST,
      'pg',
      '@nestjs/swagger',
      'prom-client',
      'nodemailer',
      'pino',
      'jose',
      'openid-client',
    ],
  ),
  service('order-service'),
  service('payment-service'),
  service('shipping-service'),
  application(
    'standalone',
    ['#process', '#bus', '#messaging', '#service', '#servers/postgres', 'apps/'],
    ['pg', 'pino', 'reflect-metadata'],
  ),
  { name: 'migrations', folder: 'migrations', imports: [], packages: ['typeorm'] },
  {
    name: 'console',
    folder: 'apps/console',
    imports: ['#protocol', '#filters', '#definition', '#engine', '#graph'],
    packages: [
      'react',
      'react-dom',
      '@tanstack/react-query',
      '@tanstack/react-virtual',
      'wouter',
      'openapi-fetch',
      '@codemirror/autocomplete',
      '@codemirror/lang-json',
      '@codemirror/language',
      '@codemirror/lint',
      '@codemirror/merge',
      '@codemirror/state',
      '@codemirror/view',
      'codemirror',
      '@lezer/highlight',
      'vite',
      NODE,
    ],
  },
];

/** What tests may import beside what their room may. */
export const TEST_PACKAGES = [
  '@nestjs/core',
  'reflect-metadata',
  'playwright-core',
  'prettier',
  'jose',
  NODE,
  'fast-check',
  'amqplib',
  'pg',
  'typeorm',
  'class-validator',
  '@jest/globals',
  '@asyncapi/parser',
  '@cfworker/json-schema',
  '@marcbachmann/cel-js',
  'oidc-provider',
  'smtp-server',
  'standardwebhooks',
];

export function findRoom(file: string): Room | undefined {
  return ROOMS.find(({ folder }) => file.startsWith(`${folder}/`));
}

function library(name: string, imports: readonly string[], packages: readonly string[]): Room {
  return { name, folder: `libs/${name}`, imports, packages };
}

function application(name: string, imports: readonly string[], packages: readonly string[]): Room {
  return { name, folder: `apps/${name}`, imports, packages: [...packages, NODE] };
}

/** A demo participant: the libraries of a participant, and its own migrations. */
function service(name: string): Room {
  const imports = [
    '#protocol',
    '#resilience',
    '#process',
    '#contracts',
    '#messaging',
    '#participant',
    '#service',
    'migrations/',
  ];
  return application(name, imports, [...NEST, ...REST, ...DATABASE, 'pino']);
}
