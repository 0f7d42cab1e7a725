import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { codesPage } from './codes-page.mjs';
import { prepare, root } from './prepare.mjs';
import { withVerbsTable } from './verbs-table.mjs';

/** `npm run codes`: writes docs/CODES.md, and the verbs of OPERATIONS.md, from the sources. */
prepare({ build: true });
await import('reflect-metadata');
const { CLI_CODES } = await import('#cli');
const { CLIENT_CODES } = await import('#client');
const { DEAD_MESSAGE_REASONS } = await import('#contracts');
const { SAGA_ERRORS } = await import('#engine');
const { ANSWER_CODES } = await import('#participant');
const { PROBLEMS } = await import('../dist/apps/conductor/src/api/edge/problems.js');
const { START_CODES } = await import('../dist/apps/conductor/src/start-error.js');
const page = codesPage({
  DEAD_MESSAGE_REASONS,
  SAGA_ERRORS,
  ANSWER_CODES,
  PROBLEMS,
  CLIENT_CODES,
  CLI_CODES,
  START_CODES,
});
writeFileSync(join(root, 'docs', 'CODES.md'), page);
const { SAGA_VERBS } = await import('../dist/apps/conductor/src/api/verbs/saga-verbs.js');
const operations = join(root, 'docs', 'OPERATIONS.md');
const text = readFileSync(operations, 'utf8');
writeFileSync(operations, withVerbsTable(text, SAGA_VERBS));
