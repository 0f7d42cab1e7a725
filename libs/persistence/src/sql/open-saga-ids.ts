/** $1 after this id, or null; $2 how many. */
export const OPEN_SAGA_IDS = {
  name: 'open-saga-ids',
  text: `
    select id from saga
     where ended_at is null and ($1::uuid is null or id > $1::uuid)
     order by id limit $2`,
};
