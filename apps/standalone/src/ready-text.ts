import type { RunningStandalone } from './standalone.js';

/** What people see when everything runs. */
export function describeReady({ conductorUrl, orderUrl, data }: RunningStandalone): string {
  const order = { customerId: 'c-1', card: '4242424242424242', amount: 42 };
  const lines = [{ sku: 'book', quantity: 1 }];
  return `
Conductor is running.

  API       ${conductorUrl}/v1/sagas   (all calls: ${conductorUrl}/docs)
  Orders    ${orderUrl}/orders   (the demo)
  Data      ${data}
  Stop      Ctrl-C; open sagas go on with the next start

Place an order:

  curl -s ${orderUrl}/orders -H 'content-type: application/json' \\
    -d '${JSON.stringify({ ...order, lines })}'
`;
}
