import { readFileSync } from 'node:fs';
import { conductorMigrations } from './conductor/index.js';
import { participantMigrations } from './participant/index.js';
import { tablesOf } from './schema-check.js';

it('The tables of the migrations are those of the schema that they make', async () => {
  const schema = readFileSync('migrations/conductor/schema.sql', 'utf8');
  const made = [...schema.matchAll(/^create table (?:public\.)?(\w+)/gim)].map(([, name]) => name);
  const tables = await tablesOf(conductorMigrations);
  expect(made.length).toBeGreaterThan(30);
  expect([...tables].sort()).toEqual(made.filter((name) => name !== 'migrations').sort());
});

it('A table that a migration drops is none of them', async () => {
  class Make {
    up = (runner: { query(sql: string): Promise<unknown> }) =>
      runner.query('create table one (id int); create table two (id int)');
  }
  class Drop {
    up = (runner: { query(sql: string): Promise<unknown> }) => runner.query('drop table one');
  }
  expect(await tablesOf([Make, Drop])).toEqual(['two']);
  const participant = await tablesOf(participantMigrations);
  expect(participant).toEqual(['inbox', 'event_outbox', 'fencing_token']);
});
