/**
 * What families have used, locked in order of their roots until the end of the transaction: starts
 * of one family's descendants are counted one batch after the other, over all replicas.
 * $1 roots, sorted.
 */
export const LOCK_FAMILIES = {
  name: 'lock-families',
  text: `
    insert into saga_family (root_id)
    select root_id from unnest($1::uuid[]) as family (root_id)
    on conflict (root_id) do update set sagas = saga_family.sagas
    returning root_id, sagas, chars::float8 as chars`,
};

export interface FamilyRow {
  readonly root_id: string;
  readonly sagas: number;
  readonly chars: number;
}
