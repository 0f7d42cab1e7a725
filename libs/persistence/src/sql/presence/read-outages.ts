/** Few rows: see ADD_OUTAGES. */
export const READ_OUTAGES = {
  name: 'read-outages',
  text: `
    select date_part('epoch', began_at) * 1000 as began_at,
           date_part('epoch', ended_at) * 1000 as ended_at
      from outage`,
};

export interface OutageRow {
  readonly began_at: number;
  readonly ended_at: number;
}
