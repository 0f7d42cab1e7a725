import type { DataSource } from 'typeorm';
import { readRows } from './read-rows.js';

/**
 * A value that all replicas share and nobody configured. The first to ask makes it; replicas that
 * start together race, and all of them read back the one that won.
 */
export async function sharedSetting(
  dataSource: DataSource,
  name: string,
  makeValue: () => string,
): Promise<string> {
  const stored = await readSetting(dataSource, name);
  if (stored !== null) return stored;
  await readRows(
    dataSource,
    `insert into setting (name, value) values ($1, $2) on conflict (name) do nothing`,
    [name, makeValue()],
  );
  const won = await readSetting(dataSource, name);
  if (won === null) throw new Error(`setting ${name} was removed while it was being made`);
  return won;
}

async function readSetting(dataSource: DataSource, name: string): Promise<string | null> {
  const [row] = await readRows<{ readonly value: string }>(
    dataSource,
    `select value from setting where name = $1`,
    [name],
  );
  return row?.value ?? null;
}
