import { accessStores } from '#persistence';
import { readRows, type Reader } from '#database';

/** Messages in the outbox that the broker did not accept, for one reason. */
export interface Undelivered {
  /** Their receiver; null: they are events. */
  readonly participant: string | null;
  /** `UNROUTABLE`, or a code with the broker's message. */
  readonly reason: string;
  readonly messages: number;
  readonly oldestAt: Date;
}

/** How many are read for one answer, oldest first. */
const MESSAGES_MAX = 1_000;
const GROUPS_MAX = 100;
const IS_SEEN = accessStores.sagaIsSeen('outbox.saga_id', '$3::text[]');

/** Reads why messages do not leave the outbox. One that was put off has a row of its own. */
export class UndeliveredQueries {
  constructor(private readonly reader: Reader) {}

  /** The most frequent reasons first. `seen` null: to sagas of all definitions. */
  find(seen: accessStores.Seen = null): Promise<readonly Undelivered[]> {
    return readRows<Undelivered>(
      this.reader,
      `select message::json ->> 'participant' as participant, last_error as reason,
              count(*)::int as messages, min(created_at) as "oldestAt"
         from (select message, last_error, created_at from outbox
                where last_error is not null and ($3::text[] is null or ${IS_SEEN})
                order by created_at limit $1) as undelivered
        group by 1, 2 order by 3 desc, 1, 2 limit $2`,
      [MESSAGES_MAX, GROUPS_MAX, seen],
    );
  }
}
