import { readRows, type Reader } from './read-rows.js';

/**
 * A value that all replicas share and nobody configured. The first to ask makes it; replicas that
 * start together race, and all of them read back the one that won.
 */
export async function sharedSetting(
  reader: Reader,
  name: string,
  makeValue: () => string,
): Promise<string> {
  const stored = await readSetting(reader, name);
  if (stored !== null) return stored;
  await readRows(
    reader,
    `insert into setting (name, value) values ($1, $2) on conflict (name) do nothing`,
    [name, makeValue()],
  );
  const won = await readSetting(reader, name);
  if (won === null) throw new Error(`setting ${name} was removed while it was being made`);
  return won;
}

async function readSetting(reader: Reader, name: string): Promise<string | null> {
  const [row] = await readRows<{ readonly value: string }>(
    reader,
    `select value from setting where name = $1`,
    [name],
  );
  return row?.value ?? null;
}
