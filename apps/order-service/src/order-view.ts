import type { Order, OrderLine, OrderStatus } from './order.entity.js';

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
  /** null: the conductor was not reached yet. */
  readonly sagaId: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
}

export function toOrderView(order: Order): OrderView {
  return {
    id: order.id,
    status: order.status,
    customerId: order.customerId,
    lines: order.lines,
    amount: order.amount === null ? null : Number(order.amount),
    reason: order.reason,
    trackingId: order.trackingId,
    sagaId: order.sagaId,
    createdAt: order.createdAt.toISOString(),
    updatedAt: order.updatedAt.toISOString(),
  };
}
