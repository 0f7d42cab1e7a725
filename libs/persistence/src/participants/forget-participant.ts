import { audited, originParameters, type ActOrigin } from '../audit/with-audit.js';
import { type Reader, writeRows } from '#database';

/** `live`: a process of it described itself a moment ago, and would do so again. */
export type Forgetting = 'forgotten' | 'live' | 'unknown';

/**
 * Deletes what is known of a participant: its commands, its account and its processes. What names
 * it in definitions stays.
 */
export async function forgetParticipant(
  writer: Reader,
  participant: string,
  by: ActOrigin,
): Promise<Forgetting> {
  const values = [...originParameters(by), participant];
  const [row] = await writeRows<{ readonly outcome: Forgetting }>(writer, FORGET, values);
  return row?.outcome ?? 'unknown';
}

const FORGOTTEN = `
  select participant as subject, null as after,
         json_build_object('account', account, 'lastSeenAt', last_seen_at) as before from gone`;

/** A participant with a live process stays; its processes go with the description. */
const FORGET = `
  with known as (
    select participant,
           exists (select from participant_instance live
                    where live.participant = described.participant
                      and live.seen_at > clock_timestamp() - interval '150 seconds') as is_live
      from participant_description described where participant = $8),
  gone as (
    delete from participant_description
     where participant = (select participant from known where not is_live)
    returning participant, account, last_seen_at),
  ${audited('participant', 'forget-participant', FORGOTTEN)}
  select case when is_live then 'live' else 'forgotten' end as outcome from known`;
