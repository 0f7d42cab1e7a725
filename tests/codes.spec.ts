import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CLI_CODES } from '#cli';
import { CLIENT_CODES } from '#client';
import { DEAD_MESSAGE_REASONS } from '#contracts';
import { catchesCode } from '#definition';
import { SAGA_ERRORS } from '#engine';
import { ANSWER_CODES } from '#participant';
import { PROBLEMS } from '../apps/conductor/src/api/edge/problems.js';
import { SAGA_VERBS } from '../apps/conductor/src/api/verbs/saga-verbs.js';
import { START_CODES } from '../apps/conductor/src/start-error.js';
import { codesPage } from '../scripts/codes-page.mjs';
import { withVerbsTable } from '../scripts/verbs-table.mjs';
import { isTest, root, sourceFiles } from './architecture/files.js';

/* A code cannot be given without a line in the documents that says what it means. */

const tables = {
  ...{ DEAD_MESSAGE_REASONS, SAGA_ERRORS, ANSWER_CODES, PROBLEMS },
  ...{ CLIENT_CODES, CLI_CODES, START_CODES },
};

const documented = new Set(Object.values(tables).flatMap((table) => Object.keys(table)));

/** Codes of errors that never leave the process they are thrown in, and of reasons of their own. */
const INTERNAL = [
  'libs/engine/src/migration/', // `reasons` of a migration check, in OpenAPI
  'libs/asyncapi/', // those of participants, in examples
  'libs/simulation/',
  'libs/messaging/',
  'libs/database/',
  'libs/process/',
  'apps/order-service/',
  'apps/payment-service/',
  'apps/shipping-service/',
];

/** What somebody is told; `readonly code = 'X'` is a class of errors. */
const TOLD = /\b(?:code: |(?:fault|refuse|reject)\()'([A-Z][A-Z0-9_]+)'/g;

it('docs/CODES.md is what the tables of the sources say: npm run codes', () => {
  expect(readFileSync(join(root, 'docs', 'CODES.md'), 'utf8')).toBe(codesPage(tables));
});

it('docs/OPERATIONS.md has the verbs and statuses that the sources have: npm run codes', () => {
  const page = readFileSync(join(root, 'docs', 'OPERATIONS.md'), 'utf8');
  expect(page).toBe(withVerbsTable(page, SAGA_VERBS));
  expect(page).toContain('| `retry` | operator |');
});

it('every code that the sources tell of is in a table', () => {
  const untold = sourceFiles()
    .filter((file) => /^(libs|apps)\//.test(file) && !isTest(file))
    .filter((file) => !INTERNAL.some((folder) => file.startsWith(folder)))
    .filter((file) => !/testing/.test(file))
    .flatMap((file) => {
      const text = readFileSync(join(root, file), 'utf8');
      return [...text.matchAll(TOLD)].map(([, code = '']) => ({ file, code }));
    })
    .filter(({ code }) => !documented.has(code));
  expect(untold).toEqual([]);
});

it('the documents name the codes that `"catch": "any"` does not catch, and no other', () => {
  const page = readFileSync(join(root, 'docs', 'DEFINITIONS.md'), 'utf8');
  const [, told = ''] =
    /Faults of the definition itself are never caught(.+?)A pivot/s.exec(page) ?? [];
  const named = [...told.matchAll(/`([A-Z_]+)`/g)].map(([, code]) => code);
  const uncaught = Object.keys(SAGA_ERRORS).filter((code) => !catchesCode('any', code));
  expect(uncaught.length).toBeGreaterThan(5);
  expect(named.toSorted()).toEqual(uncaught.toSorted());
});
