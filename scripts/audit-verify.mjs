import { fail, prepare } from './prepare.mjs';

const USAGE = `npm run audit:verify -- [--expect SEQ:HASH]

Follows the chain of hashes over the audit log in the database of DATABASE_URL, and says the first
broken link, and what waits for its seal. Keep the head that it prints elsewhere.

  --expect   a head of before: all up to it has to be what it was then

Exit code 1: the log is not what was recorded.`;

const args = process.argv.slice(2);
if (args.includes('--help') || args.includes('-h')) {
  console.log(USAGE);
  process.exit(0);
}
const [option, point, ...more] = args;
const [, seq, hash] = /^([1-9]\d{0,14}):([0-9a-f]{64})$/.exec(point ?? '') ?? [];
const isRight = option === undefined || (option === '--expect' && hash !== undefined);
if (!isRight || more.length > 0) fail(`That cannot be understood.\n\n${USAGE}`);
const { DATABASE_URL } = process.env;
if (!DATABASE_URL) fail('DATABASE_URL is not set: whose audit log?');
prepare({ build: true });
const { ReadPool } = await import('../dist/libs/database/src/index.js');
const { verifyAudit } = await import('../dist/libs/persistence/src/index.js');

const pool = new ReadPool(DATABASE_URL, { connectionsMax: 1, statementTimeoutMs: 60_000 });
try {
  const expected = hash === undefined ? {} : { expected: { seq: Number(seq), hash } };
  const verdict = await verifyAudit(pool, { ...expected, budgetMs: Infinity });
  report(verdict);
  if (!verdict.isIntact) process.exitCode = 1;
} finally {
  await pool.close();
}

function report({ isIntact, checked, head, fault, unsealed }) {
  const { count, ids } = unsealed;
  console.log(isIntact ? 'The audit log is intact.' : 'The audit log is not what was recorded.');
  console.log(`${checked} records looked at. Head: ${head.seq}:${head.hash}`);
  if (fault !== null)
    console.log(`First broken link: ${fault.seq}, ${fault.what}, ${fault.id ?? ''}`);
  if (count > 0) console.log(`${count} records wait for their seal:\n  ${ids.join('\n  ')}`);
}
