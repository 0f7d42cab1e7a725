import pg from 'pg';

export interface CopyOptions {
  /** How many ended sagas are made. */
  readonly count: number;
  /** Told from time to time how many there are by now. */
  readonly onProgress?: (made: number) => void;
}

/** Rows made by one transaction. */
const PORTION = 20_000;
/** The copies ended within the last so many days. */
const DAYS = 90;
/** What an ended saga leaves. */
const TABLES = ['saga', 'saga_event', 'saga_search'];

/**
 * Makes ended sagas by copying the newest ones of a conductor's database, with history and search
 * text, as if they had run one after the other in the past months. Whatever columns the tables
 * have, a copy differs from its model by id, key and times alone.
 * @throws Error when there is none to copy
 */
export async function copyEndedSagas(
  databaseUrl: string,
  { count, onProgress = () => undefined }: CopyOptions,
): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await prepare(client);
    const statements: string[] = [];
    for (const table of TABLES)
      statements.push(copyStatement(table, await columnsOf(client, table)));
    for (let made = 0; made < count; made += PORTION) {
      const size = Math.min(PORTION, count - made);
      await client.query('begin');
      await client.query('truncate copies');
      await client.query(FILL_COPIES, [made, size, count, DAYS]);
      for (const statement of statements) await client.query(statement);
      await client.query('commit');
      onProgress(made + size);
    }
    await client.query('vacuum analyze');
  } finally {
    await client.end();
  }
}

async function prepare(client: pg.Client): Promise<void> {
  await client.query(`
    create temporary table models as
      select id, coalesce(key, '') as key, created_at, row_number() over (order by id) - 1 as place
        from (select id, key, created_at from saga where ended_at is not null
               order by ended_at desc limit 100) as newest;
    create temporary table copies (n bigint, model_id uuid, id uuid, older interval)`);
  // as the service makes them: version 7, which begins with the time
  await client.query(`
    create function pg_temp.id_at(at timestamptz) returns uuid language sql as $$
      select (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0')
        || '7' || substr(md5(random()::text), 1, 3)
        || '8' || substr(md5(random()::text), 1, 15))::uuid $$`);
  const { rowCount } = await client.query('select from models limit 1');
  if (rowCount === 0) throw new Error('no saga has ended yet: there is none to copy');
}

/** $1 how many there are, $2 how many more, $3 of how many in the end, $4 days. */
const FILL_COPIES = `
  insert into copies
  select n, models.id, pg_temp.id_at(models.created_at - older), older
    from (select n, ($3::bigint - n + 1) * $4 * interval '1 day' / $3 as older
            from generate_series($1::bigint + 1, $1::bigint + $2) as n) as numbered
    join models on models.place = n % (select count(*) from models)`;

interface Column {
  readonly name: string;
  readonly type: string;
}

async function columnsOf(client: pg.Client, table: string): Promise<readonly Column[]> {
  const { rows } = await client.query<Column>(
    `select column_name as name, data_type as type from information_schema.columns
      where table_schema = current_schema and table_name = $1
        and is_identity = 'NO' and is_generated = 'NEVER'
      order by ordinal_position`,
    [table],
  );
  return rows;
}

function copyStatement(table: string, columns: readonly Column[]): string {
  const own = table === 'saga' ? 'id' : 'saga_id';
  const names = columns.map(({ name }) => `"${name}"`).join(', ');
  const values = columns.map((column) => valueOf(column, own)).join(', ');
  return `insert into ${table} (${names})
    select ${values} from copies
      join models on models.id = copies.model_id
      join ${table} as model on model.${own} = models.id
     order by copies.n`;
}

function valueOf({ name, type }: Column, own: string): string {
  const value = `model."${name}"`;
  if (name === own) return 'copies.id';
  if (name === 'idempotency_key') return 'null'; // no two may have the same
  if (type.startsWith('timestamp')) return `${value} - copies.older`;
  if (type !== 'text') return value;
  const withId = `replace(${value}, models.id::text, copies.id::text)`;
  return `case when models.key = '' then ${withId}
    else replace(${withId}, models.key, 'ended-' || copies.n) end`;
}
