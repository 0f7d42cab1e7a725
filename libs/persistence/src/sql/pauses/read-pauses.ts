/** More past pauses than anybody makes in a year; each transition of what they cover sees them. */
const PAST_MAX = 1000;
/** The longest wait is 365 days: what is older took nothing from a clock that still runs. */
const PAST = '400 days';

/** Those that go on, and the newest that are over. */
export const READ_PAUSES = {
  name: 'read-pauses',
  text: `
    select id, scope, with_compensations, is_automatic, "by", reason,
           date_part('epoch', began_at) * 1000 as began_at,
           date_part('epoch', least(ended_at, until)) * 1000 as ended_at
      from (
        (select * from pause where ended_at is null)
        union all
        (select * from pause where ended_at > clock_timestamp() - interval '${PAST}'
          order by ended_at desc limit ${PAST_MAX})
      ) as known
     order by began_at`,
};

export interface PauseRow {
  readonly id: string;
  readonly scope: string;
  readonly with_compensations: boolean;
  readonly is_automatic: boolean;
  readonly by: string;
  readonly reason: string;
  readonly began_at: number;
  /** null: nobody has ended it, and it has no end of its own. */
  readonly ended_at: number | null;
}
