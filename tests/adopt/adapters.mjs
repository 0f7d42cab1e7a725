/**
 * `database.mjs` of docs/GETTING-STARTED.md with each adapter, and what is installed for it besides
 * `pg`. `pg` itself is as the document has it.
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
};
