/**
 * $1 uuid[] of sagas, $2 text[] of steps: these wait no longer. Said twice whose waits they are: a
 * plan from when nobody waited looks at no others either.
 */
export const CLOSE_EVENT_WAITS = {
  name: 'close-event-waits',
  text: `
    delete from event_wait
     using unnest($1::uuid[], $2::text[]) as ended (saga_id, step)
     where event_wait.saga_id = any ($1::uuid[])
       and event_wait.saga_id = ended.saga_id and event_wait.step = ended.step`,
};
