/**
 * $1 uuid[] of sagas, $2 text[] of steps, $3 bigint[]: kept events they need not see again. Said
 * twice whose waits they are: a plan from when nobody waited looks at no others either.
 */
export const NOTE_SEEN_EVENTS = {
  name: 'note-seen-events',
  text: `
    update event_wait set seen = greatest(event_wait.seen, noted.seen)
      from unnest($1::uuid[], $2::text[], $3::bigint[]) as noted (saga_id, step, seen)
     where event_wait.saga_id = any ($1::uuid[])
       and event_wait.saga_id = noted.saga_id and event_wait.step = noted.step`,
};
