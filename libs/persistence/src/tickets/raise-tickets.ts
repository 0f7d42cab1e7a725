import { writeRows, type Reader } from '#database';
import { audited, originParameters, type ActOrigin } from '../audit/with-audit.js';

/**
 * Lets tickets of locks, which are the fencing tokens of their holders, begin after `above`. They
 * never go back. Gives the last ticket before and after.
 * @throws StoreUnavailableError, ValueRefusedError
 */
export async function raiseTickets(
  database: Reader,
  above: number,
  by: ActOrigin,
): Promise<{ readonly before: number; readonly after: number }> {
  const values = [...originParameters(by), above];
  const [row] = await writeRows<Row>(database, RAISE_TICKETS, values);
  if (row === undefined) throw new Error('the sequence of tickets is not there');
  return { before: Number(row.before), after: Number(row.after) };
}

/** Only upwards: whoever draws a ticket at the same time never gets one that was drawn. */
const RAISE_TICKETS = `
  with last as materialized (select last_value as before from saga_lock_ticket_seq),
  raised as materialized (
    select before,
           case when $8::bigint > before then setval('saga_lock_ticket_seq', $8::bigint)
                else before end as after
      from last),
  ${audited(
    'lock',
    'raise-tickets',
    `select '*' as subject, json_build_object('lastTicket', before)::text as before,
            json_build_object('lastTicket', after)::text as after from raised`,
  )}
  select before, after from raised`;

interface Row {
  readonly before: string;
  readonly after: string;
}
