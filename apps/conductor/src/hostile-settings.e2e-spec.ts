import pg from 'pg';
import type { TestDatabase } from '#testing-internal';
import { ConductorStack, ORDER_DEFINITION } from './conductor-stack.fixture.js';

/** Legitimate settings that change how values are read or written unless the session sets them. */
const SETTINGS: readonly (readonly [name: string, value: string])[] = [
  ['timezone', `'America/New_York'`],
  ['intervalstyle', `'sql_standard'`],
  ['bytea_output', `'escape'`],
  ['extra_float_digits', `'-15'`],
  ['standard_conforming_strings', 'off'],
  ['client_encoding', `'LATIN1'`],
  ['array_nulls', 'off'],
  ['transform_null_equals', 'on'],
  ['default_transaction_isolation', `'serializable'`],
  ['search_path', `'trap, public'`],
];

const DATE_STYLES = ['German, DMY', 'SQL, DMY', 'Postgres, MDY'];

describe.each(DATE_STYLES)('A database with dates in the style %s, and the like', (dateStyle) => {
  let stack: ConductorStack;

  beforeAll(async () => {
    stack = await ConductorStack.start({}, (database) => prepare(database, dateStyle));
  });
  afterAll(() => stack?.close());

  it('runs a saga, and shows it with the dates that ISO gives', async () => {
    const startedAt = Date.now();
    await stack.call('POST', '/v1/definitions', { body: ORDER_DEFINITION });
    const body = { definition: 'place-order', key: 'ключ 🍋', input: { orderId: 'o-1' } };
    const { body: saga } = await stack.call('POST', '/v1/sagas?wait=10s', { body });
    expect(saga).toMatchObject({ status: 'completed', key: 'ключ 🍋' });

    const dates: string[] = [];
    for (const path of [
      '/v1/sagas',
      `/v1/sagas/${saga.id}`,
      `/v1/sagas/${saga.id}/history`,
      '/v1/definitions',
      '/v1/definitions/place-order',
      '/v1/definitions/place-order/versions/1',
      '/v1/admin/sagas',
      '/v1/admin/overview',
      '/v1/admin/failures',
      '/v1/admin/dead-messages',
      '/v1/admin/audit',
      '/v1/admin/locks',
      '/v1/admin/participants',
      `/v1/sagas?from=${iso(startedAt - 60_000)}&to=${iso(startedAt + 60_000)}&q=%F0%9F%8D%8B`,
    ]) {
      const answer = await stack.call('GET', path);
      expect([path, answer.status]).toEqual([path, 200]);
      dates.push(...(JSON.stringify(answer.body).match(/"(\w+At|at)":"[^"]*"/g) ?? []));
    }
    expect(dates.length).toBeGreaterThan(20);
    for (const date of dates) expect(ageOf(date, startedAt)).toBeLessThan(3_600_000);

    const past = await stack.call('GET', `/v1/sagas?to=${iso(startedAt - 60_000)}`);
    expect(past.body.items).toEqual([]);
  });
});

async function prepare(database: TestDatabase, dateStyle: string): Promise<string> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  const name = new URL(database.url).pathname.slice(1);
  await client.query(`create schema trap`);
  await client.query(`create table trap.saga (id uuid, state text)`);
  await client.query(`create function trap.lost_update() returns boolean return false`);
  for (const [setting, value] of [...SETTINGS, ['datestyle', `'${dateStyle}'`]]) {
    await client.query(`alter database ${name} set ${setting} to ${value}`);
  }
  await client.end();
  return database.url;
}

/** The difference between an instant and the start of the test, in ms. */
function ageOf(field: string, startedAt: number): number {
  const [, text = ''] = /:"([^"]*)"/.exec(field) ?? [];
  expect(text).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  return Math.abs(Date.parse(text) - startedAt);
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
