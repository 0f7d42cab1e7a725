import type { ParticipantLogger } from '#participant';
import type { DataSource } from 'typeorm';
import { pause } from '#resilience';
import type { ConductorClient } from '../conductor-client.js';

export interface OrderReconcilerOptions {
  readonly dataSource: DataSource;
  readonly conductor: ConductorClient;
  readonly logger: ParticipantLogger;
}

interface OpenOrder {
  readonly id: string;
  readonly sagaId: string | null;
  readonly ageMs: number;
}

const PAUSE_MS = 2_000;
const BATCH_MAX = 20;
/** The conductor may be away for a while; the order's event then waits on the broker. */
const SAGA_OVERDUE_MS = 5 * 60_000;

/**
 * Looks up the sagas of orders that have been pending for long. This service is not told when a
 * saga ends before its `order.create` got through, since there is nothing to undo here, or when an
 * operator abandons it: such an order is rejected. If the saga continues without this service, the
 * order records which saga that is. An order is checked after 30 seconds, and then whenever its age
 * has doubled, but at least every hour.
 */
export class OrderReconciler {
  private readonly stopping = new AbortController();
  private loop: Promise<void> = Promise.resolve();

  constructor(private readonly options: OrderReconcilerOptions) {}

  start(): void {
    this.loop = this.run();
  }

  async close(): Promise<void> {
    this.stopping.abort();
    await this.loop;
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      try {
        for (const order of await this.claim()) await this.settle(order);
      } catch (error) {
        this.options.logger.error({ err: error }, 'pending orders cannot be looked at');
      }
      await pause(PAUSE_MS, signal);
    }
  }

  private async claim(): Promise<readonly OpenOrder[]> {
    const [rows] = await this.options.dataSource.query<[OpenOrder[], number]>(CLAIM, [BATCH_MAX]);
    return rows;
  }

  private async settle(order: OpenOrder): Promise<void> {
    const { conductor, dataSource, logger } = this.options;
    const { id } = order;
    const saga = await conductor.lookUpSaga(order, this.stopping.signal);
    switch (saga.type) {
      case 'none':
        if (order.ageMs > SAGA_OVERDUE_MS) {
          const message = 'no saga takes the order: see the dead messages of the conductor';
          logger.warn({ orderId: id, ageMs: order.ageMs }, message);
        }
        return;
      case 'open':
        if (order.sagaId === null) await dataSource.query(KEEP_SAGA_ID, [id, saga.sagaId]);
        return;
      case 'unavailable':
        if (this.stopping.signal.aborted) return;
        logger.warn({ orderId: id, reason: saga.reason }, 'the saga cannot be looked up');
        return;
      case 'ended':
        if (saga.status === 'completed') {
          logger.warn(
            { orderId: id, sagaId: saga.sagaId },
            'the saga completed without confirming its order',
          );
          return;
        }
        await dataSource.query(REJECT, [id, saga.sagaId, saga.reason]);
        return;
      default:
        saga satisfies never;
    }
  }
}

const CLAIM = `
  with due as materialized (
    select id from customer_order
    where status = 'pending' and check_at <= clock_timestamp()
    order by check_at limit $1
    for update skip locked
  )
  update customer_order o
     set check_at = clock_timestamp()
                    + least(clock_timestamp() - created_at + interval '30 seconds', '1 hour')
    from due where o.id = due.id
  returning o.id, o.saga_id as "sagaId",
            (extract(epoch from clock_timestamp() - o.created_at) * 1000)::float8 as "ageMs"`;

const KEEP_SAGA_ID = `
  update customer_order set saga_id = $2, updated_at = clock_timestamp()
   where id = $1 and saga_id is null`;

/**
 * Only if the order still belongs to the saga that was looked up: another may have taken it over.
 */
const REJECT = `
  update customer_order
     set status = 'rejected', saga_id = $2, reason = $3, updated_at = clock_timestamp()
   where id = $1 and status = 'pending' and coalesce(saga_id, $2) = $2`;
