import pg from 'pg';

export interface SeedOptions {
  /** Sagas that have not ended. */
  readonly open: number;
  readonly ended: number;
  /** Told from time to time what is done. */
  readonly onProgress?: (done: string) => void;
}

/** Rows made by one transaction. */
const PORTION = 100_000;
/** At the same time. */
const CONNECTIONS = 2;
const DEFINITIONS = 20;
const VERSIONS = 5;
/** Sagas began within the last so many days. */
const DAYS = 90;
const TABLES = ['saga', 'saga_search'];

/**
 * Makes sagas of 20 definitions with 5 versions each by SQL, as lists read them: ended ones have no
 * history and an empty state. Of the open ones 1 % are stuck, 4 % execute, the others wait for a
 * signal; of the ended ones 10 % were compensated, with one of three errors, of which one is rare,
 * and the 200 oldest abandoned. Indexes are dropped before and made again. For a database that
 * nobody uses but a conductor that is idle, and an account that may set `session_replication_role`.
 */
export async function seedSagas(databaseUrl: string, options: SeedOptions): Promise<void> {
  const { open, ended, onProgress = () => undefined } = options;
  const clients = Array.from({ length: CONNECTIONS }, () => {
    return new pg.Client({ connectionString: databaseUrl });
  });
  await Promise.all(clients.map(async (client) => client.connect()));
  try {
    for (const client of clients) for (const each of SESSION) await client.query(each);
    const [first] = clients;
    if (first === undefined) throw new Error('there are some');
    await first.query(DEFINE, [DEFINITIONS, VERSIONS]);
    const indexes = await dropIndexes(first);
    const portions = [...portionsOf('ended', ended), ...portionsOf('open', open)];
    const work = async (client: pg.Client): Promise<void> => {
      for (let next = portions.shift(); next !== undefined; next = portions.shift()) {
        await insert(client, next);
        onProgress(`${next.kind} sagas to ${next.to}`);
      }
    };
    await Promise.all(clients.map(work));
    for (const { indexdef } of indexes) {
      await first.query(indexdef);
      onProgress(indexdef.replace(/ USING.*/, ''));
    }
    await first.query(FAIL);
    await first.query(COUNT_AGAIN);
    await first.query('vacuum analyze');
  } finally {
    await Promise.all(clients.map(async (client) => client.end()));
  }
}

/** Neither triggers nor foreign keys are looked at; what is lost in a crash is made again. */
const SESSION = [
  `set session_replication_role = replica`,
  `set synchronous_commit = off`,
  `set maintenance_work_mem = '512MB'`,
  `set statement_timeout = 0`,
];

interface Portion {
  readonly kind: 'open' | 'ended';
  readonly from: number;
  readonly to: number;
  readonly of: number;
}

function portionsOf(kind: Portion['kind'], count: number): Portion[] {
  return Array.from({ length: Math.ceil(count / PORTION) }, (_, index) => {
    const from = index * PORTION + 1;
    return { kind, from, to: Math.min(count, from + PORTION - 1), of: count };
  });
}

async function insert(client: pg.Client, { kind, from, to, of }: Portion): Promise<void> {
  await client.query('begin');
  await client.query(kind === 'ended' ? INSERT_ENDED : INSERT_OPEN, [from, to, of]);
  await client.query('commit');
}

/** Those that are no constraint. */
async function dropIndexes(client: pg.Client): Promise<readonly { readonly indexdef: string }[]> {
  const { rows } = await client.query<{ indexname: string; indexdef: string }>(
    `select indexname, indexdef from pg_indexes
      where schemaname = current_schema and tablename = any($1)
        and indexname not in (select conname from pg_constraint)`,
    [TABLES],
  );
  for (const { indexname } of rows) await client.query(`drop index ${indexname}`);
  return rows;
}

/** $1 definitions and $2 versions of each. */
const DEFINE = `
  insert into saga_definition (name, version, hash, document)
  select name, version, md5(name || version), json_build_object('name', name, 'steps',
           json_build_array(
             json_build_object('name', 'create', 'command', 'order.create',
                               'compensation', 'order.cancel'),
             json_build_object('name', 'hold', 'wait', json_build_object('signal', 'go'))))::text
    from (select 'seeded-' || lpad(n::text, 2, '0') as name
            from generate_series(1, $1::int) as n) as named,
         generate_series(1, $2::int) as version
  on conflict do nothing`;

/** As the conductor makes ids: version 7, which begins with the time. `kind` makes them differ. */
const idOf = (kind: '8' | '9') => `
  (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || '7000' || '${kind}'
    || lpad(to_hex(n), 15, '0'))::uuid`;
const NUMBERED = `
  select n, clock_timestamp() - ($3::bigint - n + 1) * interval '${DAYS} days' / $3 as at,
         'seeded-' || lpad((n % ${DEFINITIONS} + 1)::text, 2, '0') as name,
         (n / ${DEFINITIONS} % ${VERSIONS} + 1)::int as version
    from generate_series($1::bigint, $2::bigint) as n`;
const COLUMNS = `id, definition_name, definition_version, key, status, version, state,
  active_steps, summary, waiting, error_code, error_message, created_at, updated_at, ended_at`;

/** $1 from and $2 to which number of $3. */
const INSERT_ENDED = `
  with made as (
    select ${idOf('8')} as id, *,
           case when n <= 200 then 'abandoned' when n % 10 = 0 then 'compensated'
                else 'completed' end as status,
           case when n % 10 > 0 then null when n = 5000 then 'SELDOM'
                when n % 1000 = 0 then 'CARD_DECLINED' else 'NO_STOCK' end as code
      from (${NUMBERED}) as numbered),
  saved as (
    insert into saga (${COLUMNS})
    select id, name, version, 'order-' || n, status, 5, '{}', '{}',
           '{"waiting":"","direction":"forward","attempts":3,"lastError":null,"activeSteps":[],'
             || '"activeStepCount":0,"nextTimer":null}',
           null, code, 'nothing is left of item ' || n % 500, at, at + interval '1 minute',
           at + interval '1 minute'
      from made)
  insert into saga_search (saga_id, content)
  select id, 'order-' || n || case when code is null then '' else
           e'\\n' || 'nothing is left of item ' || n % 500 end
    from made`;

const step = (text: string) =>
  `'{"name":"' || step || '","status":"' || ${text} || '","direction":'`;
const SUMMARY = `
  '{"waiting":"' || waiting || '","direction":"forward","attempts":' || attempts
    || ',"lastError":null,"activeSteps":[' || ${step(`case waiting when 'stuck' then 'stuck'
         when 'signal' then 'waiting' else 'executing' end`)}
    || case waiting when 'signal' then 'null' else '"execute"' end || ',"attempts":' || attempts
    || ',"trouble":' || case waiting when 'stuck' then '"stuck"' else 'null' end
    || ',"error":' || case waiting when 'stuck'
         then '{"code":"ERR_LOCKED","message":"the row is locked"}' else 'null' end
    || ',"nextAction":{"what":"' || case waiting when 'stuck' then 'operator'
         when 'signal' then 'await-signal' else 'await-reply' end
    || '","step":"' || step || '","at":null}'
    || case waiting when 'signal' then ',"waitsFor":{"name":"go"}' else '' end
    || '}],"activeStepCount":1,"nextTimer":null}'`;

/** The same. */
const INSERT_OPEN = `
  with made as (
    select ${idOf('9')} as id, *,
           case when n % 100 = 0 then 'stuck' when n % 25 = 1 then '' else 'signal' end as waiting,
           case when n % 100 = 0 or n % 25 = 1 then 'create' else 'hold' end as step,
           case when n % 100 = 0 then 3 else 1 end as attempts
      from (${NUMBERED}) as numbered),
  saved as (
    insert into saga (${COLUMNS})
    select id, name, version, 'open-' || n,
           case waiting when 'stuck' then 'stuck' else 'running' end,
           2, '{}', array[step], ${SUMMARY}, nullif(waiting, ''),
           case waiting when 'stuck' then 'ERR_LOCKED' end,
           case waiting when 'stuck' then 'the row is locked' end, at, at, null
      from made)
  insert into saga_search (saga_id, content)
  select id, 'open-' || n
           || case waiting when 'stuck' then e'\\n' || 'the row is locked' else '' end
    from made`;

/** Each definition's stuck sagas are a group. */
const FAIL = `
  insert into saga_failure (saga_id, fingerprint, definition_name, definition_version, step,
    direction, state, attempts, code, message, since, seen_at)
  select id, md5(definition_name), definition_name, definition_version, 'create', 'execute',
         'stuck', 3, error_code, error_message, updated_at, updated_at
    from saga where status = 'stuck' and definition_name like 'seeded-%'
  on conflict do nothing`;

/** What ended before the mark was not counted. */
const COUNT_AGAIN = `
  with none as (delete from ended_tally)
  update ended_tally_mark set until = '-infinity', next = null, horizon = null`;
