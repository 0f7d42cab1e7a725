/**
 * Always gives a row: without a replica it carries the clock alone. Few rows: those that are there,
 * and those that have not been gone for long.
 */
export const READ_REPLICAS = {
  name: 'read-replicas',
  text: `
    select replica.id, replica.has_left, replica.reads_envelopes,
           date_part('epoch', replica.seen_at) * 1000 as seen_at,
           date_part('epoch', replica.broker_lost_at) * 1000 as broker_lost_at,
           date_part('epoch', clock_timestamp()) * 1000 as at
      from (select 1) as clock left join replica on true`,
};

export interface ReplicaRow {
  readonly id: string | null;
  readonly has_left: boolean;
  readonly reads_envelopes: boolean;
  readonly seen_at: number;
  readonly broker_lost_at: number | null;
  readonly at: number;
}
