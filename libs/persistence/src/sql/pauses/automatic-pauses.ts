import { PAUSE_COLUMNS } from './write-pauses.js';

/** Each transition looks at those that may cover its saga. */
export const ACTIVE_PAUSES_MAX = 200;

/**
 * $1 uuid, $2 scope, $3 reason, $4 failures, $5 sagas, $6 ms between probes, $7 instant in ms. Not
 * while the scope is paused, nor by attempts that were issued before a pause of it ended.
 */
export const BEGIN_AUTOMATIC = {
  name: 'begin-automatic-pause',
  text: `
    insert into pause (id, scope, with_compensations, is_automatic, "by", reason, fingerprint,
                       failures, failed_sagas, probe_ms, next_probe_at)
    select $1::uuid, $2, false, true, 'conductor', $3, '', $4::int, $5::int, $6::int,
           clock_timestamp() + $6::int * interval '1 ms'
     where not exists (
             select from pause
              where scope = $2 and ended_at is null
                and (until is null or until > clock_timestamp()))
       and not exists (
             select from pause
              where scope = $2 and ended_at > to_timestamp($7::float8 / 1000))
       and (select count(*) from pause where ended_at is null) < ${ACTIVE_PAUSES_MAX}
    on conflict do nothing
    returning ${PAUSE_COLUMNS}`,
};

/** $1 uuid, $2 reason. */
export const END_AUTOMATIC = {
  name: 'end-automatic-pause',
  text: `
    update pause set ended_at = clock_timestamp(), ended_by = 'conductor', end_reason = $2
     where id = $1 and is_automatic and ended_at is null
    returning ${PAUSE_COLUMNS}`,
};

/** $1 scope, $2 by, $3 reason: a person's pause takes its place. */
export const REPLACE_AUTOMATIC = {
  name: 'replace-automatic-pause',
  text: `
    update pause set ended_at = clock_timestamp(), ended_by = $2, end_reason = $3
     where scope = $1 and is_automatic and ended_at is null
    returning ${PAUSE_COLUMNS}`,
};

const NO_SAGA = '00000000-0000-0000-0000-000000000000';

/**
 * $1 how many sagas are tried in a turn. Whoever moves `next_probe_at` has the turn: another one
 * waits for the row, and finds that nothing is due. What has ended was held, and is not any more.
 */
export const TAKE_TURNS = {
  name: 'take-probe-turns',
  text: `
    with taken as (
      update pause set next_probe_at = clock_timestamp() + probe_ms * interval '1 ms'
       where is_automatic and ended_at is null and next_probe_at <= clock_timestamp()
      returning id, probe_ms, coalesce(probe_after, '${NO_SAGA}') as after),
    open_hold as not materialized (
      select hold.pause_id, hold.saga_id from pause_hold as hold
        join saga on saga.id = hold.saga_id and saga.ended_at is null)
    select taken.id, taken.probe_ms::float8 as next_ms,
           array(
             select saga_id from (
               (select saga_id, 0 as round from open_hold
                 where pause_id = taken.id and saga_id > taken.after
                 order by saga_id limit $1)
               union all
               (select saga_id, 1 from open_hold
                 where pause_id = taken.id and saga_id <= taken.after
                 order by saga_id limit $1)) as held
              order by round, saga_id limit $1) as saga_ids
      from taken
    union all
    select null, greatest(0, extract(epoch from next_probe_at - clock_timestamp()) * 1000)::float8,
           '{}'::uuid[]
      from pause
     where is_automatic and ended_at is null and id not in (select id from taken)`,
};

export interface TurnRow {
  /** null: the turn is not due, or another process has it. */
  readonly id: string | null;
  readonly next_ms: number;
  readonly saga_ids: readonly string[];
}

/** $1 uuid, $2 saga, $3 whether an attempt was let through. */
export const NOTE_TRIED = {
  name: 'note-tried-probe',
  text: `
    update pause
       set probe_after = $2::uuid,
           probes = probes + $3::boolean::int,
           last_probe_at = case when $3::boolean then clock_timestamp() else last_probe_at end
     where id = $1`,
};
