import type { OrderLine, OrderStatus } from '../order.entity.js';
import type { FoundOrder, SagaStart } from './order-placement.js';

/** An order as callers see it. Instants are ISO 8601. */
export interface OrderView {
  readonly id: string;
  /** `pending` while its saga runs. */
  readonly status: OrderStatus;
  readonly customerId: string | null;
  readonly lines: readonly OrderLine[];
  readonly amount: number | null;
  /** Why it was rejected; null: it was not. */
  readonly reason: string | null;
  readonly trackingId: string | null;
  /** null: not known yet. */
  readonly sagaId: string | null;
  /** While this stays `owed`, no listener has received the order's event. */
  readonly sagaStart: SagaStart;
  readonly createdAt: string;
  readonly updatedAt: string;
}

export function toOrderView({ order, sagaStart }: FoundOrder): OrderView {
  return {
    id: order.id,
    status: order.status,
    customerId: order.customerId,
    lines: order.lines,
    amount: order.amount === null ? null : Number(order.amount),
    reason: order.reason,
    trackingId: order.trackingId,
    sagaId: order.sagaId,
    sagaStart,
    createdAt: order.createdAt.toISOString(),
    updatedAt: order.updatedAt.toISOString(),
  };
}
