import { randomBytes } from 'node:crypto';
import pg from 'pg';

/**
 * A database on the server of `url` with the tables of a conductor, which the databases of tests are
 * copies of: a copy takes a third of what migrating takes. Nobody can connect to it.
 * @returns its name, and `drop()`
 */
export async function makeTemplate(url) {
  const { migrateConductorDatabase } = await import('../../dist/libs/persistence/src/index.js');
  const name = `test_template_${randomBytes(8).toString('hex')}`;
  await onServer(url, `create database ${name}`);
  const own = new URL(url);
  own.pathname = `/${name}`;
  const drop = () => onServer(url, `drop database if exists ${name}`);
  try {
    await migrateConductorDatabase(own.href);
    await onServer(url, `alter database ${name} with allow_connections false`);
  } catch (error) {
    await drop();
    throw error;
  }
  return { name, drop };
}

async function onServer(url, statement) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
