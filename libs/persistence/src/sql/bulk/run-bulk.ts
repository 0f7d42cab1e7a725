/** $1 lease in ms. One that nobody carries out. */
export const CLAIM_BULK = {
  name: 'claim-bulk',
  text: `
    update bulk set fence = fence + 1,
           lease_until = clock_timestamp() + $1::float8 * interval '1 millisecond'
     where id = (select id from bulk
                  where status = 'running' and lease_until <= clock_timestamp()
                  order by lease_until limit 1 for update skip locked)
    returning id, fence, actor, reason, credential, confirmed_by, action, canary, rate,
              failure_share_max::float8 as failure_share_max, outcome_within_ms`,
};

export interface ClaimedBulkRow {
  readonly id: string;
  readonly fence: number;
  readonly actor: string;
  readonly reason: string;
  readonly credential: string | null;
  readonly confirmed_by: string | null;
  readonly action: string;
  readonly canary: number;
  readonly rate: number | null;
  readonly failure_share_max: number;
  readonly outcome_within_ms: number;
}

/** $1 id, $2 fence, $3 lease in ms; 0: it is given back. No row: it is not this process's. */
export const HOLD_BULK = {
  name: 'hold-bulk',
  text: `
    with held as (
      update bulk set lease_until = clock_timestamp() + $3::float8 * interval '1 millisecond'
       where id = $1::uuid and fence = $2::int and status = 'running'
      returning id, total, stage, stage_start, stage_end)
    select held.total, held.stage, held.stage_end, counts.*
      from held cross join lateral (
        select count(*) filter (where state = 'waiting')::int as waiting,
               count(*) filter (where state = 'done' and outcome is null)::int as awaited,
               count(*) filter (where state = 'refused' or outcome in ('bad', 'late'))::int
                 as failed,
               count(*) filter (where outcome in ('good', 'gone'))::int as settled,
               count(*) filter (where is_of_stage and state = 'waiting')::int as stage_waiting,
               count(*) filter (where is_of_stage and state = 'done' and outcome is null)::int
                 as stage_awaited,
               count(*) filter (where is_of_stage and
                 (state = 'refused' or outcome in ('bad', 'late')))::int as stage_failed,
               count(*) filter (where is_of_stage and outcome in ('good', 'gone'))::int
                 as stage_settled
          from (select state, outcome, place > held.stage_start and place <= held.stage_end
                         as is_of_stage
                  from bulk_saga where bulk_id = held.id) as saga) as counts`,
};

export interface HeldBulkRow {
  readonly total: number;
  readonly stage: number;
  readonly stage_end: number;
  readonly waiting: number;
  readonly awaited: number;
  readonly failed: number;
  readonly settled: number;
  readonly stage_waiting: number;
  readonly stage_awaited: number;
  readonly stage_failed: number;
  readonly stage_settled: number;
}

/** $1 id, $2 last place, $3 how many. */
export const NEXT_OF_BULK = {
  name: 'next-of-bulk',
  text: `
    select place, saga_id from bulk_saga
     where bulk_id = $1::uuid and state = 'waiting' and place <= $2::int
     order by place limit $3::int`,
};

/**
 * $1 id, $2 records of `place`, `state`, `code`, `detail`, `outcome` as JSON, $3 actor, $4
 * credential, $5 action as text, $6 reason, $7 action as JSON. Once for each saga; what was
 * refused is recorded in the audit log, as the pipeline records what was done.
 */
export const WRITE_BULK_RESULTS = {
  name: 'write-bulk-results',
  text: `
    with result as materialized (
      select * from json_to_recordset($2::json) as result (
        place int, state text, code text, detail text, outcome text)),
    written as (
      update bulk_saga set state = result.state, code = result.code, detail = result.detail,
             outcome = result.outcome, acted_at = clock_timestamp()
        from result
       where bulk_id = $1::uuid and bulk_saga.place = any (array(select place from result))
         and bulk_saga.place = result.place and bulk_saga.state = 'waiting'
      returning saga_id, bulk_saga.state, bulk_saga.code)
    insert into operator_audit (id, actor, via, credential, action, saga_id, reason, request,
                                fingerprint, outcome, refusal, operation_id)
    select gen_random_uuid(), $3, 'bulk', $4, $5, saga_id, $6, $7, '', 'refused', code, $1::uuid
      from written where state = 'refused'`,
};

/** $1 id, $2 the statuses that are meant, $3 how long it is awaited in ms. */
export const NOTE_OUTCOMES = {
  name: 'note-bulk-outcomes',
  text: `
    with found as (
      select awaited.place,
             case when saga.id is null then 'gone'
                  when saga.status = any ($2::text[]) then 'good'
                  when saga.status = 'stuck' then 'bad'
                  when saga.ended_at is not null then 'gone'
                  when awaited.acted_at
                       < clock_timestamp() - $3::float8 * interval '1 millisecond' then 'late'
             end as outcome
        from (select place, saga_id, acted_at from bulk_saga
               where bulk_id = $1::uuid and state = 'done' and outcome is null) as awaited
        left join saga on saga.id = awaited.saga_id)
    update bulk_saga set outcome = found.outcome from found
     where bulk_id = $1::uuid and found.outcome is not null
       and bulk_saga.place = found.place and bulk_saga.outcome is null`,
};

/** $1 id, $2 fence, $3 the stage that is over, $4 the last place of the next one. */
export const NEXT_STAGE = {
  name: 'next-bulk-stage',
  text: `
    update bulk set stage = stage + 1, stage_start = stage_end, stage_end = $4::int
     where id = $1::uuid and fence = $2::int and stage = $3::int and status = 'running'`,
};

/**
 * $1 id, $2 fence, $3 `stopped` or `done`, $4 code and $5 detail of why, or null, $6 counts as
 * JSON. It is an act of the bulk, for whoever made it.
 */
export const END_BULK = {
  name: 'end-bulk',
  text: `
    with ended as (
      update bulk set status = $3, stop_code = $4, stop_detail = $5, ended_at = clock_timestamp()
       where id = $1::uuid and fence = $2::int and status = 'running'
      returning id, actor, credential, reason)
    insert into operator_audit (id, actor, via, credential, action, subject_kind, subject_id,
                                reason, request, fingerprint, operation_id, before, after)
    select gen_random_uuid(), actor, 'bulk', credential, 'end-bulk', 'bulk', id::text,
           reason, '{}', '', id, '{"status":"running"}', $6
      from ended`,
};
