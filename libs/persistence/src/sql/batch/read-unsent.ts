/** $1 text[] of saga ids. A message id begins with its saga's id: one range of the key for each. */
export const READ_UNSENT = {
  name: 'read-unsent',
  text: `
    select saga.id as saga_id, outbox.message_id
      from unnest($1::text[]) as saga (id)
      join outbox on outbox.message_id > saga.id || '/' collate "C"
                 and outbox.message_id < saga.id || '0' collate "C"`,
};

export interface UnsentRow {
  readonly saga_id: string;
  readonly message_id: string;
}
