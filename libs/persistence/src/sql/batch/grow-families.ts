/** Adds descendants to the use of their families, whose rows are locked. $1 records. */
export const GROW_FAMILIES = {
  name: 'grow-families',
  text: `
    update saga_family set
      sagas = saga_family.sagas + growth.sagas, chars = saga_family.chars + growth.chars
    from json_to_recordset($1::json) as growth (root uuid, sagas integer, chars bigint)
    where saga_family.root_id = any (array[growth.root])`,
};
