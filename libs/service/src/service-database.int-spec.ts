import { createTestDatabase, type TestDatabase } from '#testing-internal';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { openServiceDatabase } from './service-database.js';

class CreateThing0000000000901 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create table thing (id integer primary key)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table thing');
  }
}

describe("A service's database", () => {
  let database: TestDatabase;

  beforeEach(async () => {
    database = await createTestDatabase();
    await database.drop();
  });

  afterEach(() => database.drop());

  const open = () =>
    openServiceDatabase({
      databaseUrl: database.url,
      applicationName: 'test',
      poolSize: 2,
      entities: [],
      migrations: [CreateThing0000000000901],
    });

  it('is made when it does not exist, once, also when three replicas start at a time', async () => {
    const replicas = await Promise.all([open(), open(), open()]);

    const [first] = replicas;
    const applied = await first?.query('select name from migrations where name like $1', [
      'CreateThing%',
    ]);
    expect(applied).toHaveLength(1);
    await Promise.all(replicas.map((replica) => replica.destroy()));
  });

  it('keeps what it holds when the service starts again', async () => {
    const first = await open();
    await first.query('insert into thing values (42)');
    await first.destroy();

    const second = await open();

    expect(await second.query('select id from thing')).toEqual([{ id: 42 }]);
    await second.destroy();
  });

  it('that cannot be reached is an error at once', async () => {
    const opening = openServiceDatabase({
      databaseUrl: 'postgres://127.0.0.1:1/orders',
      applicationName: 'test',
      poolSize: 2,
      entities: [],
      migrations: [],
    });

    await expect(opening).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });
});
