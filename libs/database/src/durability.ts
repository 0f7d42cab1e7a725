import type { Pool } from 'pg';

const DURABLE: Readonly<Record<string, readonly string[]>> = {
  fsync: ['on'],
  full_page_writes: ['on'],
  synchronous_commit: ['on', 'remote_apply', 'remote_write', 'local'],
};

/** The server may forget what it said was committed. */
export class NotDurableError extends Error {
  readonly code = 'DATABASE_NOT_DURABLE';

  constructor(readonly settings: Readonly<Record<string, string>>) {
    super(`the database may lose what it commits: ${JSON.stringify(settings)}`);
  }
}

/**
 * To be called at start-up: an acknowledged start must survive a crash of the database.
 * @throws NotDurableError
 */
export async function assertDurable(pool: Pick<Pool, 'query'>): Promise<void> {
  const { rows } = await pool.query<{ name: string; setting: string }>(
    'select name, setting from pg_settings where name = any($1::text[])',
    [Object.keys(DURABLE)],
  );
  const risky = rows.filter(({ name, setting }) => !DURABLE[name]?.includes(setting));
  if (risky.length > 0) {
    throw new NotDurableError(Object.fromEntries(risky.map((row) => [row.name, row.setting])));
  }
}
