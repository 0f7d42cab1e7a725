import { userInfo } from 'node:os';
import { fail, prepare } from './prepare.mjs';

const USAGE = `npm run tickets:raise -- --above TICKET --reason TEXT

Lets the tickets of locks, which are fencing tokens, begin after TICKET, in the database of
DATABASE_URL: after a restore, before the conductors start. They never go back. It is in the audit
log.`;

const args = process.argv.slice(2);
if (args.includes('--help') || args.includes('-h')) {
  console.log(USAGE);
  process.exit(0);
}
const [above, ticket, because, reason, ...more] = args;
const isRight =
  above === '--above' &&
  /^[1-9]\d{0,14}$/.test(ticket ?? '') &&
  because === '--reason' &&
  /\S/.test(reason ?? '') &&
  reason.length <= 500 &&
  more.length === 0;
if (!isRight) fail(`That cannot be understood.\n\n${USAGE}`);
const { DATABASE_URL } = process.env;
if (!DATABASE_URL) fail('DATABASE_URL is not set: the tickets of whose locks?');
prepare({ build: true });
const { ReadPool } = await import('../dist/libs/database/src/index.js');
const { operatorStores } = await import('../dist/libs/persistence/src/index.js');

const pool = new ReadPool(DATABASE_URL, { connectionsMax: 1, statementTimeoutMs: 60_000 });
try {
  const by = { actor: userInfo().username, via: 'cli', reason };
  const { before, after } = await operatorStores.raiseTickets(pool, Number(ticket), by);
  console.log(`The last ticket was ${before}, and is ${after} now.`);
} finally {
  await pool.close();
}
