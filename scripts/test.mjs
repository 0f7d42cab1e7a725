import { openJest } from './jest-run.mjs';

/**
 * All tests, on a real PostgreSQL and a real RabbitMQ: those of DATABASE_URL and AMQP_URL, else
 * temporary ones. Arguments go to Jest: `npm test -- libs/engine`.
 * The last line of output is `Tests: N passed, N failed`; the exit code is 0 only when tests ran
 * and all passed.
 */
const jest = await openJest();
try {
  const args = process.argv.slice(2);
  const { code, result } = await jest.run(args);
  report(result ? countTests(result, args) : { passed: 0, failed: 1 }, code);
} catch (error) {
  if (!jest.wasInterrupted()) console.error(`\n${error.message}\n`);
  report({ passed: 0, failed: 1 });
}
await jest.end();

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
  process.exitCode = jest.wasInterrupted() ? 130 : code !== 0 || failed > 0 || passed === 0 ? 1 : 0;
  console.log(`Tests: ${passed} passed, ${failed} failed`);
}
