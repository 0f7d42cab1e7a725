import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepare } from './prepare.mjs';

/** `npm run bench`: on the given servers, or on servers of its own. See benchmarks/README.md. */
prepare({ build: true });
const { startKeeper } = await import('./servers/keeper.mjs');
const { startPostgres } = await import('./servers/postgres.mjs');
const { startRabbit } = await import('./servers/rabbitmq.mjs');

const keeper = startKeeper();
const dir = mkdtempSync(join(tmpdir(), 'conductor-bench-'));
keeper.keep({ folders: [dir] });
process.env.BENCH_SERVERS_DIR = dir;
if (!process.env.DATABASE_URL) {
  const settings = { shared_buffers: '1GB', max_wal_size: '4GB' };
  process.env.DATABASE_URL = (await startPostgres({ dir: join(dir, 'pg'), settings, keeper })).url;
}
if (!process.env.AMQP_URL) {
  process.env.AMQP_URL = (await startRabbit({ dir: join(dir, 'rabbitmq'), keeper })).url;
}
await import('../dist/benchmarks/main.js');
await keeper.end();
