import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startKeeper } from '../../scripts/servers/keeper.mjs';
import { startPostgres } from '../../scripts/servers/postgres.mjs';
import { startRabbit } from '../../scripts/servers/rabbitmq.mjs';

/**
 * The services' PostgreSQL and the broker: those of DATABASE_URL and AMQP_URL, else temporary ones
 * that end with this process. `folder` is outside of the repository, and goes with them.
 */
export async function openServers(say) {
  const keeper = startKeeper();
  const folder = mkdtempSync(join(tmpdir(), 'conductor-adopt-'));
  chmodSync(folder, 0o755); // as root the servers run as other users
  keeper.keep({ folders: [folder] });
  const databaseUrl =
    process.env.DATABASE_URL ??
    (await startPostgres({ dir: join(folder, 'postgres'), keeper })).url;
  const amqpUrl =
    process.env.AMQP_URL ?? (await startRabbit({ dir: join(folder, 'rabbitmq'), keeper, say })).url;
  return { folder, databaseUrl, amqpUrl, end: () => keeper.end() };
}
