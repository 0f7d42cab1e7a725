/**
 * $1 uuid[] of pauses and $2 uuid[] of sagas, in pairs. Whoever wrote them did perhaps not know yet
 * that a pause is over: such a pause is looked at once more.
 */
export const HOLD_SAGAS = {
  name: 'hold-sagas',
  text: `
    with held as (
      insert into pause_hold (pause_id, saga_id)
      select pause.id, hold.saga_id
        from unnest($1::uuid[], $2::uuid[]) as hold (pause_id, saga_id)
        join pause on pause.id = hold.pause_id
      on conflict do nothing
      returning pause_id)
    update pause set released_at = null
     where released_at is not null and id in (select pause_id from held)`,
};
