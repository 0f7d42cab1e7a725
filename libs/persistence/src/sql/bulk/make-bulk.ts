/**
 * The statement that makes a bulk: the sagas it is about are chosen, counted and written with it,
 * so it is about these and no others. `wanted` gives their ids as `id`, one more than may be, with
 * the parameters before those of the bulk.
 *
 * Gives the id of the bulk, and how many sagas were found; no id: there are none, or too many, or a
 * release before made one under the key.
 */
export function makeBulk(wanted: string, before: number): string {
  const at = (place: number): string => `$${before + place}`;
  return `
    with wanted as materialized (${wanted}),
    counted as (select count(*)::int as total from wanted),
    unfinished as (select count(*)::int as bulks from bulk where ended_at is null),
    made as (
      insert into bulk (id, actor, via, credential, reason, action, filter, total, canary, rate,
                        failure_share_max, outcome_within_ms, stage_end, idempotency_key,
                        fingerprint, confirmed_by)
      select ${at(1)}::uuid, ${at(2)}, ${at(3)}, ${at(4)}, ${at(5)}, ${at(6)}, ${at(7)}, total,
             least(${at(8)}::int, total), ${at(9)}::int, ${at(10)}::real, ${at(11)}::int,
             least(coalesce(nullif(${at(8)}::int, 0), case when ${at(9)}::int is null then 1 end,
                            total), total),
             ${at(12)}, ${at(13)}, ${at(18)}
        from counted, unfinished
       where total between 1 and ${at(14)}::int and bulks < ${at(15)}::int
      on conflict (idempotency_key) do nothing
      returning id, total),
    chosen as (
      insert into bulk_saga (bulk_id, place, saga_id)
      select made.id, row_number() over (order by wanted.id), wanted.id from made, wanted),
    audited as (
      insert into operator_audit (id, actor, via, credential, action, subject_kind, subject_id,
                                  reason, request, idempotency_key, fingerprint, operation_id,
                                  after)
      select ${at(16)}::uuid, ${at(2)}, ${at(3)}, ${at(4)}, 'start-bulk', 'bulk', id::text,
             ${at(5)}, ${at(17)}, ${at(12)}, ${at(13)}, id, json_build_object('sagas', total)::text
        from made)
    select (select total from counted) as found, (select bulks from unfinished) as unfinished,
           (select id from made) as id`;
}

export interface MadeRow {
  readonly found: number;
  /** Bulks that were running or paused. */
  readonly unfinished: number;
  readonly id: string | null;
}
