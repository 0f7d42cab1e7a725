import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { withLogin } from '#process';
import { createTestDatabase, type TestDatabase } from '#testing-internal';
import { openConductorDataSource } from '#persistence';
import { createStorePool } from './store-pool.js';

const SECRET = `p@ss/word#1?%:[] ü"'$\\`;

describe('A database whose password has every odd character', () => {
  const role = `test_${randomUUID().replaceAll('-', '')}`;
  let database: TestDatabase;
  let admin: pg.Client;
  let url: string;

  beforeAll(async () => {
    database = await createTestDatabase();
    admin = new pg.Client({ connectionString: database.url });
    await admin.connect();
    await admin.query(`create role ${role} login password ${admin.escapeLiteral(SECRET)}`);
    const as = new URL(database.url);
    as.username = role;
    url = withLogin(as.href, { password: SECRET });
  });

  afterAll(async () => {
    await admin.query(`drop role ${role}`);
    await admin.end();
    await database.drop();
  });

  it('is opened by both sets of connections', async () => {
    const pool = createStorePool(url);
    const dataSource = await openConductorDataSource(url);
    try {
      const { rows } = await pool.query('select current_user::text as name');
      expect(rows).toEqual([{ name: role }]);
      expect(await dataSource.query('select current_user::text as name')).toEqual([{ name: role }]);
    } finally {
      await pool.end();
      await dataSource.destroy();
    }
  });
});
