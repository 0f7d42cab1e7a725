import { BEFORE_ALL_IDS } from './before-all-ids.js';
import { OPEN_STATUSES } from './open-statuses.js';

/** $1 after this id, or null; $2 how many. Reads no saga that has ended. */
export const OPEN_SAGA_IDS = {
  name: 'open-saga-ids',
  text: `
    select id from (${OPEN_STATUSES.map(
      (status) => `
      (select id from saga where status = '${status}' and id > coalesce($1::uuid, ${BEFORE_ALL_IDS})
        order by id limit $2)`,
    ).join(' union all ')}) as open
     order by id limit $2`,
};
