import type { RunningStandalone } from './standalone.js';

const FIRST_ORDERS = `
Three orders of the demo are on their way: one succeeds, one is declined and
undone, and one gets stuck in a quarter of a minute. The console says why, and
lets you settle it.
`;

/** What people see when everything runs. */
export function describeReady(running: RunningStandalone): string {
  const { conductorUrl, orderUrl, data, hasFirstOrders } = running;
  return `
Conductor is running.

  Console   ${conductorUrl}
  API       ${conductorUrl}/v1/sagas
  Calls     ${conductorUrl}/docs   (all of them, to try)
  Orders    ${orderUrl}/orders   (the demo)
  Data      ${data}
  Stop      Ctrl-C; open sagas go on with the next start
${hasFirstOrders ? FIRST_ORDERS : ''}
Place an order:

  curl -s ${orderUrl}/orders -H 'content-type: application/json' \\
    -d '{"customerId": "c-1", "card": "4242424242424242", "amount": 42,
        "lines": [{"sku": "book", "quantity": 1}]}'
`;
}
