import type { TraceContext } from '#contracts';
import type { DataSource, EntityManager } from 'typeorm';
import type { DatabaseConnections } from '#transactions';
import { connectionsOf } from '../database/data-source-connections.js';
import type { StoredEvent } from './domain-event.js';

/** Why an event is not with the broker yet: no queue takes it, or it was not confirmed. */
export type EventTrouble = 'unroutable' | 'unsent';

/** A row of the outbox that this relay may publish until its lease ends. */
export interface ClaimedEvent extends StoredEvent {
  /** A bigint, as text. */
  readonly position: string;
  readonly mustBeRouted: boolean;
  /** This one included. */
  readonly tries: number;
}

export interface NewEvent {
  readonly eventId: string;
  readonly event: string;
  readonly key: string | null;
  /** JSON. */
  readonly data: string;
  readonly mustBeRouted: boolean;
  readonly trace: TraceContext | null;
}

export interface Postponed {
  readonly position: string;
  readonly delayMs: number;
  readonly trouble: EventTrouble;
}

/** An event that is not with the broker yet. */
export interface PendingEvent {
  readonly eventId: string;
  readonly event: string;
  readonly key: string | null;
  readonly createdAt: Date;
  readonly tries: number;
  /** null: it has not been tried, or its first try is under way. */
  readonly trouble: EventTrouble | null;
}

type PendingRow = Omit<PendingEvent, 'createdAt'> & { readonly createdAt: number };

export async function insertEvent(manager: EntityManager, event: NewEvent): Promise<void> {
  const { eventId, key, data, mustBeRouted, trace } = event;
  const { traceparent = null, tracestate = null } = trace ?? {};
  const values = [eventId, event.event, key, data, mustBeRouted, traceparent, tracestate];
  await manager.query(INSERT, values);
}

/** Waiting events with this name and key, oldest first, at most 100. */
export async function findPending(
  manager: EntityManager,
  { event, key }: { readonly event: string; readonly key: string },
): Promise<readonly PendingEvent[]> {
  const rows = await manager.query<PendingRow[]>(PENDING, [event, key]);
  return rows.map(({ createdAt, ...row }) => ({ ...row, createdAt: new Date(createdAt) }));
}

/** A relay's operations on rows. Replicas share them: one at a time claims a row. */
export class EventStore {
  private readonly connections: DatabaseConnections;

  constructor(dataSource: DataSource) {
    this.connections = connectionsOf(dataSource);
  }

  /**
   * Due events, oldest first, and only the oldest of each key. One event, and more while they fit.
   */
  async claim(limit: number, leaseMs: number): Promise<readonly ClaimedEvent[]> {
    const { rows } = await this.connections.query(CLAIM, [limit, leaseMs, CLAIM_BYTES_MAX]);
    return [...(rows as readonly ClaimedEvent[])].sort((a, b) =>
      BigInt(a.position) < BigInt(b.position) ? -1 : 1,
    );
  }

  async remove(positions: readonly string[]): Promise<void> {
    if (positions.length > 0) await this.connections.query(REMOVE, [positions]);
  }

  async hold(positions: readonly string[]): Promise<void> {
    if (positions.length > 0) await this.connections.query(HOLD, [positions]);
  }

  async postpone(events: readonly Postponed[]): Promise<void> {
    if (events.length === 0) return;
    await this.connections.query(POSTPONE, [
      events.map(({ position }) => position),
      events.map(({ delayMs }) => delayMs),
      events.map(({ trouble }) => trouble),
    ]);
  }

  /** Makes rows due again that an ended process had claimed. */
  async releaseHeld(): Promise<void> {
    await this.connections.query(RELEASE_HELD);
  }

  async removeHeld(olderThanMs: number): Promise<void> {
    await this.connections.query(REMOVE_HELD, [olderThanMs]);
  }
}

/** Must be read within 4 s, or the same rows are read again, for ever, even over a slow link. */
const CLAIM_BYTES_MAX = 1024 * 1024;

const INSERT = `
  insert into event_outbox (event_id, event, key, data, must_be_routed, traceparent, tracestate)
  values ($1, $2, $3, $4, $5, $6, $7)`;

/** In ms since the epoch: a date's text depends on the date style, which is the database's. */
const CREATED_AT = '(extract(epoch from created_at) * 1000)::float8 as "createdAt"';

const PENDING = `
  select event_id as "eventId", event, key, ${CREATED_AT}, tries, trouble
  from event_outbox where key = $2 and event = $1 and held_at is null
  order by position limit 100`;

/*
 * statement_timestamp is stable, unlike clock_timestamp, so the index can be used. A row that
 * another relay claims between the snapshot and the lock is checked again after the lock, and is
 * not due any more.
 */
const CLAIM = `
  with due as materialized (
    select position, due_at, octet_length(data) as bytes from event_outbox as event
    where due_at <= statement_timestamp() and held_at is null
      and (key is null or not exists (
        select from event_outbox as earlier
        where earlier.key = event.key and earlier.position < event.position
          and earlier.held_at is null))
    order by due_at, position limit $1
    for update skip locked
  ),
  sized as (
    select position, bytes, sum(bytes) over (order by due_at, position) as total from due
  ),
  fitting as materialized (
    select position from sized where total <= $3::double precision or total = bytes
  )
  update event_outbox as event
     set due_at = clock_timestamp() + $2::double precision * interval '1 millisecond',
         tries = tries + 1
    from fitting where event.position = fitting.position
  returning event.position, event.event_id as "eventId", event.event, event.data,
            ${CREATED_AT}, event.must_be_routed as "mustBeRouted", event.tries,
            event.traceparent, event.tracestate`;

const REMOVE = 'delete from event_outbox where position = any($1::bigint[])';

const HOLD = `
  update event_outbox set held_at = clock_timestamp() where position = any($1::bigint[])`;

const POSTPONE = `
  update event_outbox as event
     set due_at = clock_timestamp() + late.delay_ms * interval '1 millisecond',
         trouble = late.trouble
    from unnest($1::bigint[], $2::double precision[], $3::text[])
         as late (position, delay_ms, trouble)
   where event.position = late.position`;

const RELEASE_HELD = `
  update event_outbox set held_at = null, due_at = clock_timestamp() where held_at is not null`;

const REMOVE_HELD = `
  delete from event_outbox
  where held_at < clock_timestamp() - $1::double precision * interval '1 millisecond'`;
