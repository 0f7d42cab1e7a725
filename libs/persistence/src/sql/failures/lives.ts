/** What people make of the group now, under its lock; $1 to $8 its row, should there be none. */
export const KNOW_GROUP = {
  name: 'know-group',
  text: `
    insert into failure_group as known
      (fingerprint, definition_name, step, direction, code, message, first_seen_at, last_seen_at)
    values ($1, $2, $3, $4, $5, $6, $7, $8)
    -- its last sighting is read from its sagas while there are any
    on conflict (fingerprint) do update set fingerprint = known.fingerprint
    returning life, revision`,
};

export interface LifeRow {
  readonly life: string;
  readonly revision: number;
}

/** $1 whose, $2 the life as JSON. */
export const WRITE_LIFE = {
  name: 'write-life',
  text: `update failure_group set life = $2, revision = revision + 1 where fingerprint = $1`,
};
