import { Injectable } from '@nestjs/common';
import { createHash, randomUUID } from 'node:crypto';
import { DataSource, type EntityManager } from 'typeorm';

import type { PlaceOrderDto } from './order-api.dto.js';
import { Order } from './order.entity.js';
import { OrderApiError } from './problem.js';
import { SagaStarter } from './saga-starter.js';

/** An answer with the saga's id is worth waiting for so long; without it is as good. */
const SAGA_ID_PATIENCE_MS = 2_000;

/** Takes orders. The order and the wish for its saga are stored together, or not at all. */
@Injectable()
export class OrderPlacement {
  constructor(
    private readonly dataSource: DataSource,
    private readonly starter: SagaStarter,
  ) {}

  /** `isNew: false`: it was placed before, under the same key. @throws OrderApiError */
  async place(
    request: PlaceOrderDto,
    idempotencyKey: string | null,
  ): Promise<{ readonly order: Order; readonly isNew: boolean }> {
    const id = randomUUID();
    const watch = this.starter.watch(id);
    try {
      const placed = await this.dataSource.transaction((manager) =>
        store(manager, id, { request, idempotencyKey }),
      );
      if (!placed.isNew) return placed;
      this.starter.wakeUp();
      const sagaId = await watch.wait(SAGA_ID_PATIENCE_MS);
      return { order: { ...placed.order, sagaId }, isNew: true };
    } finally {
      watch.end();
    }
  }

  find(id: string): Promise<Order | null> {
    // No id has another form, and no text column can be asked for U+0000.
    if (!/^[\w.:-]{1,200}$/.test(id)) return Promise.resolve(null);
    return this.dataSource.manager.findOneBy(Order, { id });
  }
}

async function store(
  manager: EntityManager,
  id: string,
  placement: { readonly request: PlaceOrderDto; readonly idempotencyKey: string | null },
): Promise<{ readonly order: Order; readonly isNew: boolean }> {
  const { request, idempotencyKey } = placement;
  const fingerprint = idempotencyKey === null ? null : fingerprintOf(request);
  const inserted = await manager.query<unknown[]>(INSERT_ORDER, [
    id,
    request.customerId,
    JSON.stringify(request.lines),
    request.amount.toFixed(2),
    idempotencyKey,
    fingerprint,
  ]);
  if (inserted.length === 0) {
    return { order: await findPlaced(manager, idempotencyKey, fingerprint), isNew: false };
  }
  const input = JSON.stringify({ orderId: id, ...request });
  await manager.query('insert into saga_start (order_id, input) values ($1, $2)', [id, input]);
  return { order: await manager.findOneByOrFail(Order, { id }), isNew: true };
}

async function findPlaced(
  manager: EntityManager,
  placementKey: string | null,
  fingerprint: Buffer | null,
): Promise<Order> {
  const order = await manager.findOneByOrFail(Order, { placementKey: placementKey ?? '' });
  if (fingerprint && order.placementFingerprint?.equals(fingerprint)) return order;
  throw new OrderApiError(
    'IDEMPOTENCY_KEY_REUSED',
    'The key belongs to an order that asked for something else.',
  );
}

const INSERT_ORDER = `
  insert into customer_order
    (id, customer_id, lines, amount, status, placement_key, placement_fingerprint)
  values ($1, $2, $3, $4, 'pending', $5, $6)
  on conflict (placement_key) do nothing
  returning id`;

/**
 * The same for the same wishes, in whatever order the fields come. Of the card only the end counts:
 * a hash of its whole number could be turned back.
 */
function fingerprintOf(request: PlaceOrderDto): Buffer {
  const text = JSON.stringify(
    { ...request, card: request.card.slice(-4) },
    (_key, value: unknown) =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
        : value,
  );
  return createHash('sha256').update(text).digest();
}
