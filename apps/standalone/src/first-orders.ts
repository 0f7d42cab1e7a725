import { connect } from './database.js';

/** As `npm run demo` places them. */
const GOOD = '4242424242424242';
const DECLINED = '4000000000000002';
/** As many as the definition has attempts: a retry by a person then succeeds. */
const UNTIL_STUCK = { 'shipping.ship': { mode: 'fail', times: 10 } };

const FIRST_ORDERS = [
  { customerId: 'c-1', amount: 40, card: GOOD, sku: 'book' },
  { customerId: 'c-2', amount: 90, card: DECLINED, sku: 'lamp' },
  { customerId: 'c-3', amount: 25, card: GOOD, sku: 'rare-vase', faults: UNTIL_STUCK },
] as const;

/** Whether nobody has started anything in this conductor's database yet. */
export async function isNew(databaseUrl: string): Promise<boolean> {
  const client = await connect(databaseUrl);
  try {
    const { rows } = await client.query<{ has: boolean }>(
      'select exists (select from saga) as has',
    );
    return rows[0]?.has === false;
  } finally {
    await client.end();
  }
}

/**
 * Places an order that succeeds, one that is declined, and one that gets stuck in a while, so that
 * there is something to look at. @throws Error that says how the order service answered
 */
export async function placeFirstOrders(orderUrl: string): Promise<void> {
  for (const [at, { sku, ...order }] of FIRST_ORDERS.entries()) {
    const answer = await fetch(`${orderUrl}/orders`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': `first-order-${at + 1}` },
      body: JSON.stringify({ ...order, lines: [{ sku, quantity: 1 }] }),
    });
    if (!answer.ok) throw new Error(`the order service answers ${answer.status}`);
  }
}
