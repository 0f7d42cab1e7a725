import { pauseIsSeen, sagaIsSeen } from '../seen/seen.js';

/** A pause with an end of its own that nobody ended before. */
export const CLOSE_EXPIRED = {
  name: 'close-expired-pauses',
  text: `
    update pause set ended_at = until, ended_by = 'conductor', end_reason = 'its time was up'
     where ended_at is null and until <= clock_timestamp()`,
};

/** $1 how many past pauses are kept: see READ_PAUSES. */
export const FORGET_PAUSES = {
  name: 'forget-pauses',
  text: `
    delete from pause where id in (
      select id from pause where ended_at is not null order by ended_at desc offset $1)
      and released_at is not null`,
};

export const PAUSE_COLUMNS = `id, scope, with_compensations as "withCompensations",
  is_automatic as "isAutomatic", "by", reason, began_at as "beganAt", until,
  ended_at as "endedAt", ended_by as "endedBy", end_reason as "endReason",
  failures, failed_sagas as "failedSagas", probes,
  last_probe_at as "lastProbeAt", next_probe_at as "nextProbeAt"`;

/** $1 uuid, $2 scope, $3 with compensations, $4 by, $5 reason, $6 until. */
export const ADD_PAUSE = {
  name: 'add-pause',
  text: `
    insert into pause (id, scope, with_compensations, "by", reason, until, fingerprint)
    select $1::uuid, $2, $3, $4, $5, $6::timestamptz, ''
    on conflict do nothing
    returning ${PAUSE_COLUMNS}`,
};

/** $1 scope. */
export const PAUSE_OF_SCOPE = {
  name: 'pause-of-scope',
  text: `
    select ${PAUSE_COLUMNS} from pause
     where scope = $1 and not is_automatic and ended_at is null`,
};

export const COUNT_ACTIVE_PAUSES = {
  name: 'count-active-pauses',
  text: `select count(*)::int as active from pause where ended_at is null`,
};

/** $1 uuid, $2 by, $3 reason. */
export const END_PAUSE = {
  name: 'end-pause',
  text: `
    update pause set ended_at = clock_timestamp(), ended_by = $2, end_reason = $3
     where id = $1 and ended_at is null
    returning ${PAUSE_COLUMNS}`,
};

/** $1 uuid. */
export const FIND_PAUSE = {
  name: 'find-pause',
  text: `select ${PAUSE_COLUMNS} from pause where id = $1`,
};

/**
 * $1 only those that go on, $2 instant and $3 id that the page begins after, or null, $4 limit, $5
 * names of the definitions that the caller may see, or null.
 */
export const LIST_PAUSES = `
  select ${PAUSE_COLUMNS},
         (select count(*)::int from pause_hold
           where pause_id = pause.id
             and ($5::text[] is null or ${sagaIsSeen('pause_hold.saga_id', '$5::text[]')}))
           as "heldSagas",
         to_char(began_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "position"
    from pause
   where (not $1::boolean or ended_at is null)
     and ($2::timestamptz is null or (began_at, id) < ($2::timestamptz, $3::uuid))
     and ($5::text[] is null or ${pauseIsSeen('pause.scope', '$5::text[]')})
   order by began_at desc, id desc limit $4`;

/** $1 uuid, $2 names of definitions. */
export const SCOPE_OF_PAUSE = `
  select scope, ${pauseIsSeen('pause.scope', '$2::text[]')} is true as "isSeen"
    from pause where id = $1`;

/** $1 name of a definition, $2 a part of its document as JSON. Documents are up to 1 MiB. */
export const HAS_STEP = `
  select exists (
    select from (select document from saga_definition where name = $1
                  order by version desc limit 20) as newest
     where newest.document::jsonb @> $2::jsonb) as found`;
