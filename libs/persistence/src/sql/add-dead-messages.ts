/** $1 to $7: one array for each column, in the order of the columns. */
export const ADD_DEAD_MESSAGES = {
  name: 'add-dead-messages',
  text: `
    insert into dead_message (id, source, reason, detail, saga_id, body, properties)
    select * from unnest(
      $1::uuid[], $2::text[], $3::text[], $4::text[], $5::uuid[], $6::bytea[], $7::text[])
    on conflict do nothing`,
};
