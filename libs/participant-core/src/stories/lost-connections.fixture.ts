import { createTestDatabase, eventually } from '#testing-internal';
import { Client } from 'pg';
import type { Library } from './payment.fixture.js';

/** An event of an error that nobody listens for would end the process, and fails the test. */
export function outlivesLostConnections<Tx>(
  name: string,
  connect: (url: string) => Promise<Library<Tx>>,
): void {
  it(`With ${name}, a service outlives an idle connection that the server ends`, async () => {
    const test = await createTestDatabase();
    const { database, close } = await connect(test.url);
    const backend = async (): Promise<unknown> => {
      const ask = 'select pg_backend_pid() as pid';
      const [row] = await database.transaction((_tx, query) => query(ask, []), {
        limitMs: 10_000,
      });
      return row?.['pid'];
    };
    const lost = await backend();

    const server = new Client({ connectionString: test.url });
    await server.connect();
    await server.query('select pg_terminate_backend($1)', [lost]);
    await server.end();

    const next = await eventually(
      () => backend().catch(() => lost),
      (pid) => pid !== lost,
    );
    expect(next).toEqual(expect.any(Number));
    await close();
    await test.drop();
  });
}
