import pg from 'pg';
import type { BaselineCommand, BaselineSaga } from './saga.js';

export interface BaselineWrites {
  readonly started: readonly BaselineSaga[];
  /** Each saga once, as the batch left it, with its previous version. */
  readonly updated: readonly { readonly saga: BaselineSaga; readonly before: number }[];
  readonly history: readonly { sagaId: string; version: number; data: string }[];
  readonly commands: readonly BaselineCommand[];
  /** Commands that the broker has confirmed: their outbox rows are deleted. */
  readonly sent: readonly string[];
}

/** Rows as in the product's tables, without what only recovery, operators and lists need. */
export async function createTables(pool: pg.Pool): Promise<void> {
  await pool.query(`
    drop table if exists baseline_saga, baseline_event, baseline_outbox;
    create table baseline_saga (
      id uuid primary key, version bigint not null, status text not null, state text not null,
      wake_at timestamptz, updated_at timestamptz not null default clock_timestamp());
    create index on baseline_saga (wake_at) where wake_at is not null;
    create table baseline_event (
      saga_id uuid, version bigint, data text not null, primary key (saga_id, version));
    create table baseline_outbox (
      message_id text primary key, saga_id uuid not null, body text not null)`);
}

/** Locks and reads, in the transaction that `writeAndCommit` ends. */
export async function lockAndRead(
  client: pg.ClientBase,
  ids: readonly string[],
): Promise<Map<string, BaselineSaga>> {
  void client.query('begin');
  const { rows } = await client.query<{ id: string; state: string }>({
    name: 'baseline-lock',
    text: 'select id, state from baseline_saga where id = any($1::uuid[]) order by id for update',
    values: [ids],
  });
  return new Map(rows.map(({ id, state }) => [id, JSON.parse(state) as BaselineSaga]));
}

export async function writeAndCommit(
  client: pg.ClientBase,
  { started, updated, history, commands, sent }: BaselineWrites,
): Promise<void> {
  const changes = updated.map(({ saga, before }) => ({ ...row(saga), before }));
  const written = client.query<{ updated: string }>({
    name: 'baseline-write',
    text: WRITE,
    values: [
      JSON.stringify(changes),
      JSON.stringify(started.map(row)),
      JSON.stringify(history),
      JSON.stringify(commands.map(outboxRow)),
      sent,
    ],
  });
  const committed = client.query('commit');
  const { rows } = await written;
  await committed;
  if (Number(rows[0]?.updated) !== updated.length) throw new Error('an update lost its version');
}

function row(saga: BaselineSaga) {
  const { id, version, status } = saga;
  return { id, version, status, state: JSON.stringify(saga) };
}

function outboxRow(command: BaselineCommand) {
  const { messageId, sagaId } = command;
  return { message_id: messageId, saga_id: sagaId, body: JSON.stringify(command) };
}

const WRITE = `
  with upd as (
    update baseline_saga s set version = u.version, status = u.status, state = u.state,
      updated_at = clock_timestamp()
    from json_to_recordset($1::json) u(id uuid, before bigint, version bigint, status text,
      state text)
    where s.id = u.id and s.version = u.before returning s.id),
  ins as (
    insert into baseline_saga (id, version, status, state, wake_at)
    select id, version, status, state, clock_timestamp() + interval '30 seconds'
    from json_to_recordset($2::json) i(id uuid, version bigint, status text, state text)),
  history as (
    insert into baseline_event (saga_id, version, data)
    select "sagaId", version, data
    from json_to_recordset($3::json) h("sagaId" uuid, version bigint, data text)),
  box as (
    insert into baseline_outbox (message_id, saga_id, body)
    select message_id, saga_id, body
    from json_to_recordset($4::json) o(message_id text, saga_id uuid, body text)),
  gone as (delete from baseline_outbox where message_id = any($5::text[]))
  select count(*) as updated from upd`;
