import type { JsonValue } from '#protocol';
import { readRows, type Reader, writeRows } from '#database';
import { audited, originParameters, type ActOrigin } from '../audit/with-audit.js';

/** A message that was set aside, with what it takes to take it again. */
export interface KeptMessage {
  readonly id: string;
  readonly source: 'reply' | 'timer' | 'intake';
  readonly body: Buffer;
  /** Size of the whole body; more than `body` has: the rest was not kept. */
  readonly bodyBytes: number;
  readonly properties: JsonValue;
  /** null: not noted. */
  readonly publishedTo: { readonly exchange: string; readonly routingKey: string } | null;
  /** null: it is open. */
  readonly resolution: 'replayed' | 'discarded' | null;
  /** Somebody is taking it again right now. */
  readonly isInHand: boolean;
}

export interface Resolution extends ActOrigin {
  readonly id: string;
  readonly resolution: 'replayed' | 'discarded';
  /** What became of it; null: it was discarded. */
  readonly ledTo: string | null;
}

/** While it is taken again nobody else takes it; a process that dies meanwhile lets go by this. */
const IN_HAND_SECONDS = 60;

/** Takes messages out of those that were set aside: each is resolved once. */
export class DeadMessageStore {
  constructor(private readonly writer: Reader) {}

  /** null: there is no such message. */
  async find(id: string): Promise<KeptMessage | null> {
    const [row] = await readRows<Row>(this.writer, FIND, [id]);
    return row ? toMessage(row) : null;
  }

  /** Reserves it for a while. false: it is resolved, or somebody has it in hand. */
  async takeInHand(id: string): Promise<boolean> {
    const rows = await writeRows(this.writer, TAKE_IN_HAND, [id, IN_HAND_SECONDS]);
    return rows.length > 0;
  }

  /** It could not be used again, and stays open. */
  async putBack(id: string): Promise<void> {
    await writeRows(this.writer, PUT_BACK, [id]);
  }

  /** false: somebody resolved it before, or has it in hand where it is to be discarded. */
  async resolve({ id, resolution, ledTo, ...by }: Resolution): Promise<boolean> {
    const sql = resolution === 'replayed' ? REPLAYED : DISCARDED;
    const values = [...originParameters(by), id, ledTo];
    const rows = await writeRows(this.writer, sql, values);
    return rows.length > 0;
  }
}

const IS_IN_HAND = `coalesce(in_hand_until > clock_timestamp(), false)`;

const FIND = `
  select id, source, body, coalesce(body_bytes, length(body))::float8 as body_bytes, properties,
         exchange, routing_key, resolution, ${IS_IN_HAND} as is_in_hand
    from dead_message where id = $1`;

const TAKE_IN_HAND = `
  update dead_message set in_hand_until = clock_timestamp() + $2::int * interval '1 second'
   where id = $1 and resolved_at is null and not ${IS_IN_HAND} returning id`;

const PUT_BACK = `
  update dead_message set in_hand_until = null where id = $1 and resolved_at is null`;

/** Whoever replays has it in hand. */
const REPLAYED = resolving('replayed', 'replay-dead-message', 'true');
/** Nobody discards what is in hand. */
const DISCARDED = resolving('discarded', 'discard-dead-message', `not ${IS_IN_HAND}`);

/** $8: the message, $9: what it led to. */
function resolving(resolution: string, action: string, condition: string): string {
  const after = `json_build_object('resolution', '${resolution}', 'ledTo', led_to)`;
  const resolved = `select id as subject, json_build_object('reason', reason) as before,
                           ${after} as after from resolved`;
  return `
    with resolved as (
      update dead_message
         set resolved_at = clock_timestamp(), resolution = '${resolution}', resolved_by = $2,
             resolved_reason = $5, led_to = $9, in_hand_until = null
       where id = $8 and resolved_at is null and ${condition}
      returning id, reason, led_to),
    ${audited('dead-message', action, resolved)}
    select id from resolved`;
}

interface Row {
  readonly id: string;
  readonly source: KeptMessage['source'];
  readonly body: Buffer;
  readonly body_bytes: number;
  readonly properties: string;
  readonly exchange: string | null;
  readonly routing_key: string | null;
  readonly resolution: KeptMessage['resolution'];
  readonly is_in_hand: boolean;
}

function toMessage(row: Row): KeptMessage {
  const { id, source, body, exchange, routing_key: routingKey } = row;
  return {
    id,
    source,
    body,
    bodyBytes: row.body_bytes,
    properties: JSON.parse(row.properties) as JsonValue,
    publishedTo: exchange === null || routingKey === null ? null : { exchange, routingKey },
    resolution: row.resolution,
    isInHand: row.is_in_hand,
  };
}
