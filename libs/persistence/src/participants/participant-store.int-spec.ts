import type { DataSource } from 'typeorm';
import type { CommandDescription } from '#contracts';
import { createTestDatabase, type TestDatabase } from '#testing-internal';
import { openConductorDataSource, migrateConductorDatabase } from '../conductor-data-source.js';
import type { Reader } from '#database';
import { ParticipantStore } from './participant-store.js';

const PARTICIPANTS = 12;
const MIB = 1024 * 1024;
/** A schema that may hold what no `jsonb` does. */
const TEXT = { type: 'string', const: 'zero \u0000 and "quotes", {braces}' };

let database: TestDatabase;
let dataSource: DataSource;

beforeEach(async () => {
  database = await createTestDatabase('conductor');
  await migrateConductorDatabase(database.url);
  dataSource = await openConductorDataSource(database.url);
});

afterEach(async () => {
  await dataSource.destroy();
  await database.drop();
});

/** Knows how much the database gave. */
class MeasuredReader implements Reader {
  bytes = 0;

  async query<Result>(sql: string, parameters: unknown[] = []): Promise<Result> {
    const rows = await dataSource.query<Result>(sql, parameters);
    this.bytes += JSON.stringify(rows).length;
    return rows;
  }
}

const nameOf = (index: number) => `p${String(index).padStart(3, '0')}`;

/** Two commands of each participant: a small one, and one that has a schema of so many bytes. */
function commandsOf(index: number, bytes: number): readonly CommandDescription[] {
  const participant = nameOf(index);
  return [
    { command: `${participant}.small`, inputSchema: TEXT },
    { command: `${participant}.large`, outputSchema: { const: 'x'.repeat(bytes) } },
  ];
}

async function describeMany(bytes: number): Promise<void> {
  const store = new ParticipantStore(dataSource);
  for (let index = 0; index < PARTICIPANTS; index++) {
    const commands = commandsOf(index, bytes);
    await store.keep({ participant: nameOf(index), commands }, Date.now(), null);
  }
}

const listed = (index: number) => [
  { command: `${nameOf(index)}.small`, hasInputSchema: true, hasOutputSchema: false },
  { command: `${nameOf(index)}.large`, hasInputSchema: false, hasOutputSchema: true },
];

describe('Participants that described themselves at length', () => {
  it('are listed without their schemas', async () => {
    // given descriptions of 600 KB each
    await describeMany(600_000);
    const reader = new MeasuredReader();
    // when all of them are on one page
    const { rows, hasMore } = await new ParticipantStore(reader).list({
      afterName: null,
      limit: 100,
    });
    // then it shows what each can, and is small
    expect(rows.map(({ commands }) => commands)).toEqual(
      Array.from({ length: PARTICIPANTS }, (_, index) => listed(index)),
    );
    expect(hasMore).toBe(false);
    expect(reader.bytes).toBeLessThan(64 * 1024);
  });

  it('have pages that end after so many bytes, and miss nobody', async () => {
    // given lists of commands that are large themselves
    await dataSource.query(
      `insert into participant_description (participant, commands, sent_at)
       select 'p' || n, '["' || repeat('x', 1500000) || '"]', now() from generate_series(1, 5) n`,
    );
    const store = new ParticipantStore(dataSource);
    // when one page is read after the other
    const pages: (readonly string[])[] = [];
    for (let afterName: string | null = null, hasMore = true; hasMore;) {
      const page = await store.list({ afterName, limit: 100 });
      pages.push(page.rows.map(({ participant }) => participant));
      afterName = pages.at(-1)?.at(-1) ?? null;
      hasMore = page.hasMore;
    }
    // then each has less than 4 MiB
    expect(pages).toEqual([['p1', 'p2'], ['p3', 'p4'], ['p5']]);
  });

  it('give the schemas of the commands that are asked for, and no others', async () => {
    await describeMany(600_000);
    const reader = new MeasuredReader();
    const wanted = Array.from({ length: PARTICIPANTS }, (_, index) => `${nameOf(index)}.small`);
    const { commands, unread } = await new ParticipantStore(reader).describe([
      ...wanted,
      'p001.unheard-of',
      'nobody.knows',
      'no command',
    ]);
    expect(commands).toEqual(wanted.map((command) => ({ command, inputSchema: TEXT })));
    expect(unread).toEqual([]);
    expect(reader.bytes).toBeLessThan(64 * 1024);
  });

  it('give no more schemas at once than 4 MiB, and say which are missing', async () => {
    await describeMany(MIB - 1_000);
    const reader = new MeasuredReader();
    const wanted = Array.from({ length: 6 }, (_, index) => `${nameOf(index)}.large`);
    const { commands, unread } = await new ParticipantStore(reader).describe(wanted);
    expect(commands.map(({ command }) => command)).toEqual(wanted.slice(0, 4));
    expect(unread).toEqual(wanted.slice(4));
    expect(reader.bytes).toBeLessThan(4.5 * MIB);
  });

  it('tell which of some commands they have', async () => {
    await describeMany(1_000);
    const asked = ['p001.large', 'p001.unheard-of', 'p002.unheard-of', 'nobody.knows'];
    const known = await new ParticipantStore(dataSource).known(asked);
    expect(known).toEqual(
      new Map([
        ['p001', new Set(['p001.large'])],
        ['p002', new Set()],
      ]),
    );
  });

  it('keep the newer description whole when an older one comes after it', async () => {
    const store = new ParticipantStore(dataSource);
    const at = Date.now() - 60_000;
    const [small = { command: '' }, large = { command: '' }] = commandsOf(0, 10);
    await store.keep({ participant: nameOf(0), commands: [large] }, at, null);
    await store.keep({ participant: nameOf(0), commands: [small] }, at - 1_000, null);
    const wanted = [small.command, large.command];
    expect((await store.describe(wanted)).commands).toEqual([large]);
    await store.keep({ participant: nameOf(0), commands: [small] }, at + 1_000, null);
    expect((await store.describe(wanted)).commands).toEqual([small]);
  });
});
