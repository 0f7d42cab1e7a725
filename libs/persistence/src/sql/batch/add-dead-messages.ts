/** $1 to $11: one array for each column, in the order of the columns. */
export const ADD_DEAD_MESSAGES = {
  name: 'add-dead-messages',
  text: `
    insert into dead_message
      (id, source, reason, detail, saga_id, body, body_bytes, body_sha256, properties,
       exchange, routing_key)
    select * from unnest(
      $1::uuid[], $2::text[], $3::text[], $4::text[], $5::uuid[], $6::bytea[], $7::bigint[],
      $8::text[], $9::text[], $10::text[], $11::text[])
    on conflict do nothing`,
};
