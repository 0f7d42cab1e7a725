import { readdirSync, readFileSync } from 'node:fs';
import pg from 'pg';

const LIBRARY = 'node_modules/@conductor/participant/sql/';

/** The library's tables and the service's own, made once. */
export async function makeTables(url, own) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query("select to_regclass('inbox') is not null as made");
  if (!rows[0].made) {
    const files = readdirSync(LIBRARY).filter((file) => file.endsWith('.sql')).sort();
    for (const file of files) await client.query(readFileSync(LIBRARY + file, 'utf8'));
    await client.query(own);
  }
  await client.end();
}
