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

export const ROOMS: readonly Room[] = [
  library('saga-core', [], ['@marcbachmann/cel-js', '@cfworker/json-schema']),
  library('contracts', [], ['node:crypto', 'node:buffer']),
  library('saga-runtime', ['#saga-core', '#contracts'], ['uuid', NODE]),
  library(
    'persistence',
    ['#saga-core', '#saga-runtime', '#contracts', 'migrations/'],
    ['typeorm', 'pg', NODE],
  ),
  library('test-kit', ['#saga-core'], ['node:assert/strict']),
  library('messaging', ['#contracts'], ['amqplib', NODE]),
  library('participant', ['#messaging', '#contracts'], [...NEST, ...DATABASE, 'uuid', NODE]),
  library(
    'service',
    ['#participant', '#contracts', '#messaging', 'migrations/'],
    [...NEST, ...REST, ...DATABASE, 'pino', NODE],
  ),
  library(
    'testing',
    ['#saga-core', '#contracts', '#saga-runtime', '#persistence', '#messaging', '#participant'],
    ['typeorm', 'pg', 'amqplib', 'fast-check', 'uuid', NODE],
  ),
  application(
    'conductor',
    ['#saga-core', '#contracts', '#saga-runtime', '#persistence', '#messaging'],
    [...NEST, ...REST, ...DATABASE, '@nestjs/swagger', 'prom-client', 'pino'],
  ),
  service('order-service'),
  service('payment-service'),
  service('shipping-service'),
  application(
    'standalone',
    ['#contracts', '#messaging', '#service', '#servers/postgres', 'apps/'],
    ['pg', 'pino', 'reflect-metadata'],
  ),
  { name: 'console', folder: 'apps/console', imports: [], packages: [] },
  { name: 'migrations', folder: 'migrations', imports: [], packages: ['typeorm'] },
];

/** What tests may import beside what their room may. */
export const TEST_PACKAGES = [
  NODE,
  'fast-check',
  'amqplib',
  'pg',
  'typeorm',
  'class-validator',
  '@jest/globals',
  '@cfworker/json-schema',
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
  const imports = ['#participant', '#contracts', '#messaging', '#service', 'migrations/'];
  return application(name, imports, [...NEST, ...REST, ...DATABASE, 'pino']);
}
