import { isObject, type JsonValue } from '#protocol';
import { EventOutbox } from '#participant';
import { Injectable } from '@nestjs/common';
import { createHash, randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { growingMs } from '#resilience';
import { DataSource, type EntityManager } from 'typeorm';

import type { PlaceOrderDto } from './order-api.dto.js';
import { Order } from '../order.entity.js';
import { OrderApiError } from '../problem.js';

/** How long the answer waits for the saga's id, which is useful but not required. */
const SAGA_ID_PATIENCE_MS = 2_000;
/** Doubles each time: the saga's first command may reach another replica. */
const FIRST_LOOK_MS = 20;

/** Starts the saga of order-fulfilment.json, with the event's data as input. */
const ORDER_PLACED = 'order.placed';

/**
 * How far the order is from having a saga. `owed`: its event is still in the outbox. `asked`: the
 * event was published, but no saga has sent a command for it yet. `started`: one has.
 */
export type SagaStart = 'owed' | 'asked' | 'started';

export interface FoundOrder {
  readonly order: Order;
  readonly sagaStart: SagaStart;
}

/** Places orders. The order and its event are stored together, or neither is. */
@Injectable()
export class OrderPlacement {
  constructor(
    private readonly dataSource: DataSource,
    private readonly eventOutbox: EventOutbox,
  ) {}

  /** `isNew: false`: it was already placed under the same key. @throws OrderApiError */
  async place(
    request: PlaceOrderDto,
    idempotencyKey: string | null,
  ): Promise<FoundOrder & { readonly isNew: boolean }> {
    const id = randomUUID();
    const { order, isNew } = await this.dataSource.transaction(async (manager) => {
      const stored = await store(manager, id, { request, idempotencyKey });
      if (stored.isNew) await this.publishPlaced(manager, id, request);
      return stored;
    });
    const sagaId = isNew ? await this.waitForSaga(id) : order.sagaId;
    const answered = { ...order, sagaId };
    return { order: answered, sagaStart: await this.sagaStartOf(answered), isNew };
  }

  async find(id: string): Promise<FoundOrder | null> {
    // Every id has this form, and Postgres cannot compare text with U+0000.
    if (!/^[\w.:-]{1,200}$/.test(id)) return null;
    const order = await this.dataSource.manager.findOneBy(Order, { id });
    return order && { order, sagaStart: await this.sagaStartOf(order) };
  }

  private async publishPlaced(
    manager: EntityManager,
    orderId: string,
    { gift, faults, ...wishes }: PlaceOrderDto,
  ): Promise<void> {
    // null may stand for a missing field, but the saga's inputSchema does not accept it
    const data = { orderId, ...wishes, ...(gift && { gift }), ...(faults && { faults }) };
    await this.eventOutbox.publish(manager, {
      event: ORDER_PLACED,
      data: data as unknown as JsonValue,
      key: orderId,
      // Without the conductor's queue nobody would fulfil the order.
      mustBeRouted: true,
    });
  }

  /** The saga's id, once its first command has arrived; null: it did not in time. */
  private async waitForSaga(id: string): Promise<string | null> {
    let waitedMs = 0;
    for (let look = 1; waitedMs < SAGA_ID_PATIENCE_MS; look++) {
      const maxMs = SAGA_ID_PATIENCE_MS - waitedMs;
      const pauseMs = growingMs(look, { initialMs: FIRST_LOOK_MS, maxMs });
      await delay(pauseMs);
      waitedMs += pauseMs;
      const order = await this.dataSource.manager.findOneBy(Order, { id });
      if (order?.sagaId) return order.sagaId;
    }
    return null;
  }

  private async sagaStartOf({ id, sagaId }: Order): Promise<SagaStart> {
    if (sagaId !== null) return 'started';
    const pending = await this.eventOutbox.pendingOf({ event: ORDER_PLACED, key: id });
    return pending.length > 0 ? 'owed' : 'asked';
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
    'The key was used for an order with other content.',
  );
}

const INSERT_ORDER = `
  insert into customer_order
    (id, customer_id, lines, amount, status, placement_key, placement_fingerprint)
  values ($1, $2, $3, $4, 'pending', $5, $6)
  on conflict (placement_key) do nothing
  returning id`;

/**
 * Equal for equal requests, in whatever order their fields are. Only the card's last digits are
 * hashed: the number could be recovered from a hash of all of it.
 */
function fingerprintOf(request: PlaceOrderDto): Buffer {
  const text = JSON.stringify(
    { ...request, card: request.card.slice(-4) },
    (_key, value: unknown) =>
      isObject(value)
        ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
        : value,
  );
  return createHash('sha256').update(text).digest();
}
