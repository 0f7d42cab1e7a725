/**
 * SQL of an id that is smaller than any other. `id > coalesce($1, …)` is a range of an index also
 * in a plan that is made once for all values, and `$1 is null or id > $1` is none.
 */
export const BEFORE_ALL_IDS = `'00000000-0000-0000-0000-000000000000'::uuid`;
