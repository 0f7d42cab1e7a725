/**
 * $1 how many, $2 lease in ms. Putting `wake_at` off is the lease: should this process die, the
 * saga is due again. The lock is short and skips sagas that are in a transaction right now.
 * `statement_timestamp` is stable: by `clock_timestamp` every saga that has a timer is looked at.
 */
export const CLAIM_DUE_SAGAS = {
  name: 'claim-due-sagas',
  text: `
    with due as materialized (
      select id, wake_at from saga
       where wake_at <= statement_timestamp()
       order by wake_at limit $1 for update skip locked),
    leased as (
      update saga set wake_at = clock_timestamp() + $2::float8 * interval '1 millisecond'
        where id = any (array(select id from due))
      returning id)
    select due.id from due join leased on leased.id = due.id order by due.wake_at`,
};
