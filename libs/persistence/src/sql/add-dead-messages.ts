/** $1 uuid[], $2 text[] sources, $3 text[] reasons, $4 text[] details, $5 uuid[] sagas, $6 bytea[], $7 text[]. */
export const ADD_DEAD_MESSAGES = {
  name: 'add-dead-messages',
  text: `
    insert into dead_message (id, source, reason, detail, saga_id, body, properties)
    select * from unnest(
      $1::uuid[], $2::text[], $3::text[], $4::text[], $5::uuid[], $6::bytea[], $7::text[])
    on conflict do nothing`,
};
