import { createRequire } from 'node:module';
import { join } from 'node:path';
import { deliveryContract, dutiesContract } from '#testing-duties';
import { createTestDatabase } from '#testing-internal';
import { DataSource, type EntityManager } from 'typeorm';
import { outlivesLostConnections } from '../stories/lost-connections.fixture.js';
import { CoreBench, type Library } from '../stories/payment.fixture.js';
import { drizzleDatabase, type DrizzleLike, type DrizzleSql } from './drizzle.js';
import { knexDatabase, type KnexLike } from './knex.js';
import { prismaDatabase, type PrismaLike } from './prisma.js';
import { typeormDatabase } from './typeorm.js';

/*
 * The duties on each library. This repository has TypeORM; `npm run test:libraries` installs the
 * others elsewhere and runs this file with them.
 */

const INSERT = 'insert into effect (key, what) values ($1, $2)';
const FAIL = 'select 1 / 0';

async function connectTypeorm(url: string): Promise<Library<EntityManager>> {
  const dataSource = await new DataSource({ type: 'postgres', url, poolSize: 5 }).initialize();
  return {
    database: typeormDatabase(dataSource),
    write: (manager, key, what) => manager.query(INSERT, [key, what]),
    fail: (manager) => manager.query(FAIL),
    close: () => dataSource.destroy(),
  };
}

const folder = process.env['CONDUCTOR_LIBRARIES'];
/** What is installed there, whose types this repository does not have. */
const installed = (name: string): unknown =>
  createRequire(join(folder ?? '', 'package.json'))(name) as unknown;

interface Trx {
  (table: string): { insert(row: object): PromiseLike<unknown> };
  raw(sql: string, bindings?: readonly unknown[]): PromiseLike<unknown>;
}

async function connectKnex(url: string): Promise<Library<Trx>> {
  const open = installed('knex') as (
    config: object,
  ) => KnexLike<Trx> & { destroy(): Promise<void> };
  const knex = open({ client: 'pg', connection: url, pool: { min: 0, max: 5 } });
  return {
    database: knexDatabase(knex, { connectionsMax: 5 }),
    write: async (trx, key, what) => trx('effect').insert({ key, what }),
    fail: async (trx) => trx.raw(FAIL),
    close: () => knex.destroy(),
  };
}

interface DrizzleTx {
  insert(table: object): { values(row: object): PromiseLike<unknown> };
  execute(query: unknown): PromiseLike<unknown>;
}

async function connectDrizzle(url: string): Promise<Library<DrizzleTx>> {
  const { sql } = installed('drizzle-orm') as { readonly sql: DrizzleSql };
  const { drizzle } = installed('drizzle-orm/node-postgres') as {
    drizzle(options: object): DrizzleLike<DrizzleTx>;
  };
  const { pgTable, text } = installed('drizzle-orm/pg-core') as {
    pgTable(name: string, columns: object): object;
    text(name: string): object;
  };
  const { Pool } = installed('pg') as { Pool: new (options: object) => { end(): Promise<void> } };
  const effect = pgTable('effect', { key: text('key'), what: text('what') });
  const pool = new Pool({ connectionString: url, max: 5 });
  return {
    database: drizzleDatabase(drizzle({ client: pool }), sql, { connectionsMax: 5 }),
    write: async (tx, key, what) => tx.insert(effect).values({ key, what }),
    fail: async (tx) => tx.execute(sql.raw(FAIL)),
    close: () => pool.end(),
  };
}

interface PrismaTx {
  readonly effect: { create(row: object): PromiseLike<unknown> };
  $queryRawUnsafe(sql: string, ...values: unknown[]): PromiseLike<unknown>;
}

async function connectPrisma(url: string): Promise<Library<PrismaTx>> {
  const { PrismaPg } = installed('@prisma/adapter-pg') as {
    PrismaPg: new (options: object) => object;
  };
  const { PrismaClient } = installed('@prisma/client') as {
    PrismaClient: new (options: object) => PrismaLike<PrismaTx> & { $disconnect(): Promise<void> };
  };
  const client = new PrismaClient({ adapter: new PrismaPg({ connectionString: url, max: 5 }) });
  return {
    database: prismaDatabase(client, { connectionsMax: 5 }),
    write: async (tx, key, what) => tx.effect.create({ data: { key, what } }),
    fail: async (tx) => tx.$queryRawUnsafe(FAIL),
    close: () => client.$disconnect(),
  };
}

function contractsOf<Tx>(name: string, connect: (url: string) => Promise<Library<Tx>>): void {
  it(`With ${name}, a statement gives its rows, whatever it does`, async () => {
    const test = await createTestDatabase();
    const { database, close } = await connect(test.url);
    const given = await database.transaction(
      async (_tx, query) => {
        await query('create table thing (name text, count int)', []);
        return {
          inserted: await query('insert into thing values ($1, $2) returning name', ['a', 1]),
          updated: await query('update thing set count = $1 returning count', [2]),
          missed: await query('update thing set count = 3 where name = $1 returning name', ['b']),
          silent: await query('update thing set count = 4', []),
          selected: await query('select $1::text as name, count from thing', ['c']),
          deleted: await query('delete from thing returning name', []),
        };
      },
      { limitMs: 10_000 },
    );
    await close();
    await test.drop();
    expect(given).toEqual({
      ...{ inserted: [{ name: 'a' }], updated: [{ count: 2 }], missed: [], silent: [] },
      ...{ selected: [{ name: 'c', count: 4 }], deleted: [{ name: 'a' }] },
    });
  });
  outlivesLostConnections(name, connect);
  dutiesContract(`With ${name}, a command`, () => CoreBench.open(connect));
  deliveryContract(`With ${name}, a command`, () => CoreBench.open(connect));
}

contractsOf('TypeORM', connectTypeorm);
if (folder !== undefined) {
  contractsOf('Knex', connectKnex);
  contractsOf('Drizzle', connectDrizzle);
  contractsOf('Prisma', connectPrisma);
}
