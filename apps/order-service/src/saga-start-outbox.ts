import type { DataSource } from 'typeorm';

/** A saga that the conductor is to be asked for. */
export interface OwedStart {
  readonly orderId: string;
  /** The saga's input as JSON text. */
  readonly input: string;
  /** This one included. */
  readonly attempts: number;
}

/**
 * Longer than one attempt may take (10 s): an owner that died is followed by another after it. Two
 * attempts at once would do no harm, they have the same idempotency key.
 */
const LEASE_S = 12;

/** The starts still owed. Replicas share it: each start is claimed by one of them at a time. */
export class SagaStartOutbox {
  constructor(private readonly dataSource: DataSource) {}

  async claim(limit: number): Promise<readonly OwedStart[]> {
    const [rows] = await this.dataSource.query<[OwedStart[], number]>(CLAIM, [limit, LEASE_S]);
    return rows;
  }

  async settleStarted(orderId: string, sagaId: string): Promise<void> {
    await this.dataSource.query(SETTLE_STARTED, [orderId, sagaId]);
  }

  async settleRejected(orderId: string, reason: string): Promise<void> {
    await this.dataSource.query(SETTLE_REJECTED, [orderId, reason]);
  }

  /** Owed again in `delayMs`. */
  async postpone(orderId: string, delayMs: number, reason: string): Promise<void> {
    await this.dataSource.query(POSTPONE, [orderId, delayMs, reason]);
  }
}

const CLAIM = `
  with due as materialized (
    select order_id from saga_start
    where due_at <= clock_timestamp()
    order by due_at limit $1
    for update skip locked
  )
  update saga_start s
     set due_at = clock_timestamp() + make_interval(secs => $2), attempts = attempts + 1
    from due where s.order_id = due.order_id
  returning s.order_id as "orderId", s.input, s.attempts`;

const SETTLE_STARTED = `
  with settled as (delete from saga_start where order_id = $1)
  update customer_order set saga_id = $2, updated_at = clock_timestamp()
   where id = $1 and saga_id is null`;

const SETTLE_REJECTED = `
  with settled as (delete from saga_start where order_id = $1)
  update customer_order set status = 'rejected', reason = $2, updated_at = clock_timestamp()
   where id = $1 and status = 'pending' and saga_id is null`;

const POSTPONE = `
  update saga_start
     set due_at = clock_timestamp() + make_interval(secs => $2::double precision / 1000),
         last_error = $3
   where order_id = $1`;
