import { readFileSync, writeFileSync } from 'node:fs';
import type { QueryRunner } from 'typeorm';
import { participantMigrations } from './index.js';

/* The migrations of a participant as one file, for services that have no TypeORM. */

const FILE = 'migrations/participant/tables.sql';
const HEAD = `-- The tables of a participant, on a database that has none of them yet. What the
-- migrations run, one after the other; UPDATE_SCHEMA=1 npm test -- tables.spec writes it.
`;

async function statementsOf(Migration: (typeof participantMigrations)[number]): Promise<string> {
  const texts: string[] = [];
  const query = (text: string) => Promise.resolve(void texts.push(text));
  await new Migration().up({ query } as unknown as QueryRunner);
  return texts.map((text) => `${text.replace(/^ {6}/gm, '').trim()};\n`).join('\n');
}

it('tables.sql is what the migrations of a participant run', async () => {
  const parts = [HEAD];
  for (const Migration of participantMigrations) {
    parts.push(`-- ${Migration.name}\n${await statementsOf(Migration)}`);
  }
  const text = parts.join('\n');
  if (process.env['UPDATE_SCHEMA'] === '1') writeFileSync(FILE, text);
  expect(readFileSync(FILE, 'utf8')).toBe(text);
});
