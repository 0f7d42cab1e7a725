import { randomBytes } from 'node:crypto';
import pg from 'pg';

/** A database of its own, made on a server and dropped at the end. */
export interface OwnDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

/** `name` is lower case; others with the same name are not touched. */
export async function createDatabase(serverUrl: string, name: string): Promise<OwnDatabase> {
  const unique = `${name.replaceAll('-', '_')}_${randomBytes(4).toString('hex')}`;
  await query(serverUrl, `create database ${unique}`);
  const url = new URL(serverUrl);
  url.pathname = `/${unique}`;
  return {
    url: url.href,
    drop: async () => {
      await query(serverUrl, `drop database if exists ${unique} with (force)`);
    },
  };
}

/** On a connection of its own, for as long as it takes. */
export async function query<Row extends pg.QueryResultRow>(
  databaseUrl: string,
  text: string,
  values: readonly unknown[] = [],
): Promise<Row[]> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return (await client.query<Row>(text, [...values])).rows;
  } finally {
    await client.end();
  }
}
