/** $1 text[] of message ids, $2 uuid[] of outbox batches. */
export const DELETE_SENT = {
  name: 'delete-sent',
  text: `
    with batches as (delete from outbox_batch where id = any($2::uuid[]))
    delete from outbox where message_id = any($1::text[])`,
};
