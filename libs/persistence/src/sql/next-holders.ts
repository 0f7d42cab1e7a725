/** $1 text[] of keys. The sagas that hold them now. */
export const NEXT_HOLDERS = {
  name: 'next-holders',
  text: `
    select distinct saga_id from (
      select distinct on (key) key, saga_id from saga_lock
       where key = any($1::text[]) order by key, ticket) as holder`,
};

export interface HolderRow {
  readonly saga_id: string;
}
