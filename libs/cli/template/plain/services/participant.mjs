import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { startParticipant } from '@conductor/participant/core';
import { pgDatabase } from '@conductor/participant/pg';
import pg from 'pg';

/**
 * Starts a service that executes commands: its tables first, then its handlers. Ends with the
 * process.
 */
export async function serve({ name, databaseUrl, tables, handlers }) {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 5 });
  await migrate(pool, tables);
  const participant = await startParticipant({
    name,
    amqpUrl: process.env.AMQP_URL,
    database: pgDatabase(pool),
    handlers,
  });
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.once(signal, async () => {
      await participant.stop();
      await pool.end();
    });
  }
  process.stdout.write(`${name} takes commands\n`);
}

/**
 * The tables of the library, once, and those of the service. A service that has migrations of its
 * own runs the same files by them.
 */
async function migrate(pool, tables) {
  const { rows } = await pool.query("select to_regclass('inbox') as inbox");
  if (rows[0].inbox === null) {
    const manifest = createRequire(import.meta.url).resolve('@conductor/participant/package.json');
    const folder = join(dirname(manifest), 'sql');
    const files = readdirSync(folder).filter((file) => file.endsWith('.sql'));
    for (const file of files.sort()) await pool.query(readFileSync(join(folder, file), 'utf8'));
  }
  await pool.query(tables);
}
