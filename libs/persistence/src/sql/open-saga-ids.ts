import { BEFORE_ALL_IDS } from './before-all-ids.js';
import { IS_OPEN, OPEN_STATUSES } from './open-statuses.js';

/**
 * $1 after this id, or null; $2 how many. Reads no saga that has ended: status and id are compared
 * together, as they are in the index of open sagas and in no other. By the id alone, a plan from
 * when there was hardly a saga reads them all.
 */
export const OPEN_SAGA_IDS = {
  name: 'open-saga-ids',
  text: `
    select id from (${OPEN_STATUSES.map(
      (status) => `
      (select id from saga
        where ${IS_OPEN} and status <= '${status}'
          and (status, id) > ('${status}', coalesce($1::uuid, ${BEFORE_ALL_IDS}))
        order by status, id limit $2)`,
    ).join(' union all ')}) as open
     order by id limit $2`,
};
