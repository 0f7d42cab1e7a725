import { openJest } from './jest-run.mjs';

/** `npm run screens`: pictures of every view of the console, into docs/console/screens. */
const jest = await openJest();
const { code } = await jest.run(['--testMatch', '**/tests/console/*.screens.ts']);
await jest.end();
process.exitCode = code;
