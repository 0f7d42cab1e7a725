const PRISMA_SCHEMA = `generator client {
  provider = "prisma-client-js"
}
datasource db {
  provider = "postgresql"
}
model seat {
  name    String  @id
  held_by String?
}
`;

/**
 * `database.mjs` of docs/GETTING-STARTED.md with each adapter, and what is installed for it besides
 * `pg`. `pg` itself is as the document has it. `files`: more that the adapter needs; `made`: a
 * program of its packages that is run once, with its environment.
 */
export const ADAPTERS = {
  pg: { door: './pg', packages: [] },
  knex: {
    door: './knex',
    packages: ['knex'],
    database: `import knex from 'knex';
import { knexDatabase } from '@conductor/participant/knex';

export const openDatabase = (url) => knexDatabase(knex({ client: 'pg', connection: url }));
`,
  },
  drizzle: {
    door: './drizzle',
    packages: ['drizzle-orm'],
    database: `import { sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/node-postgres';
import pg from 'pg';
import { drizzleDatabase } from '@conductor/participant/drizzle';

export const openDatabase = (url) =>
  drizzleDatabase(drizzle(new pg.Pool({ connectionString: url })), sql);
`,
  },
  typeorm: {
    door: './typeorm',
    packages: ['typeorm', 'reflect-metadata'],
    database: `import { DataSource } from 'typeorm';
import { typeormDatabase } from '@conductor/participant/typeorm';

export const openDatabase = async (url) =>
  typeormDatabase(await new DataSource({ type: 'postgres', url }).initialize());
`,
  },
  prisma: {
    door: './prisma',
    packages: ['prisma@7', '@prisma/client@7', '@prisma/adapter-pg@7'],
    files: { 'schema.prisma': PRISMA_SCHEMA },
    made: {
      args: ['node_modules/prisma/build/index.js', 'generate', '--schema', 'schema.prisma'],
      // an engine, which it would download, is not needed to make a client
      env: { PRISMA_SCHEMA_ENGINE_BINARY: '/bin/true' },
    },
    database: `import { PrismaPg } from '@prisma/adapter-pg';
import prisma from '@prisma/client';
import { prismaDatabase } from '@conductor/participant/prisma';

export const openDatabase = (url) =>
  prismaDatabase(
    new prisma.PrismaClient({ adapter: new PrismaPg({ connectionString: url }) }),
  );
`,
  },
};
