/** $1 text[] of message ids. */
export const DELETE_SENT = {
  name: 'delete-sent',
  text: `delete from outbox where message_id = any($1::text[])`,
};
