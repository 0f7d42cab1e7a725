import { setTimeout as delay } from 'node:timers/promises';

const GOOD_CARD = '4242424242424242';
const DECLINED_CARD = '4000000000000002';
const DEFINITION = 'order-fulfilment';

/** `api`, `orders`: where the conductor and the order service listen. */
export async function takeTour({ api, orders }) {
  const tour = { api, orders };
  await postDefinition(tour);

  title('2. An order that goes through');
  await showOrder(tour, await placeOrder(tour, { card: GOOD_CARD }), 'completed');

  title('3. An order whose card is declined: stock and order are put back');
  await showOrder(tour, await placeOrder(tour, { card: DECLINED_CARD }), 'compensated');

  title('4. The shipper is down, and the payment is captured: no way back, no way on');
  const faults = { 'shipping.ship': { mode: 'fail', times: 4 } };
  const saga = await placeOrder(tour, { card: GOOD_CARD, faults });
  await showOrder(tour, saga, 'stuck');

  title('5. An operator looks at what is stuck, and has it tried again');
  await retry(tour, saga);
  await showOrder(tour, saga, 'completed');
}

/** The demo's own definition with shorter timeouts: a definition is data. */
async function postDefinition({ api }) {
  title(`1. A definition is posted: ${DEFINITION}, with short waits for the tour`);
  const { document } = await call(`${api}/v1/definitions/${DEFINITION}`);
  const definition = withShortWaits(document);
  const posted = await call(`${api}/v1/definitions`, definition);
  console.log(`  ${posted.name}, version ${posted.version}`);
  for (const { name, command, compensation, kind } of definition.steps) {
    const undo = compensation?.command ?? compensation;
    console.log(
      `  ${name.padEnd(18)} ${command}${undo ? `, undone by ${undo}` : ''} ${kind ?? ''}`,
    );
  }
}

function withShortWaits(definition) {
  const retry = { maxAttempts: 3, initialInterval: '200ms', maxInterval: '1s' };
  const steps = definition.steps.map((step) =>
    step.kind === 'retryable' ? { ...step, retry: { ...step.retry, ...retry } } : step,
  );
  return { ...definition, steps };
}

/** Returns the id of its saga. */
async function placeOrder({ orders }, { card, faults }) {
  const lines = [{ sku: 'book', quantity: 2 }];
  const order = { customerId: 'c-1', amount: 40, card, lines, ...(faults ? { faults } : {}) };
  console.log(`  POST ${orders}/orders ${JSON.stringify(order)}`);
  const placed = await call(`${orders}/orders`, order);
  return placed.sagaId ?? waitForSaga(`${orders}/orders/${placed.id}`);
}

/** An event starts the saga: on a slow machine, after the answer. */
async function waitForSaga(order) {
  for (let look = 0; look < 30; look += 1) {
    await delay(1_000);
    const { sagaId } = await call(order);
    if (sagaId) return sagaId;
  }
  throw new Error(`${order} has no saga`);
}

async function retry({ api }, saga) {
  const { version } = await call(`${api}/v1/sagas/${saga}`);
  const action = { reason: 'the shipper is back', expectedVersion: version };
  console.log(`  POST ${api}/v1/admin/sagas/${saga}/retry ${JSON.stringify(action)}`);
  await call(`${api}/v1/admin/sagas/${saga}/retry`, action);
}

/** Waits until the saga is at rest, and shows what happened to it. */
async function showOrder({ api }, saga, expected) {
  const { status } = await call(`${api}/v1/sagas/${saga}?wait=30s`);
  console.log(`\n${await timelineOf(`${api}/v1/sagas/${saga}`)}\n  status: ${status}`);
  if (status !== expected) throw new Error(`saga ${saga} is ${status}, not ${expected}`);
}

/** A line for each thing that happened. */
async function timelineOf(saga) {
  const answer = await fetch(`${saga}/timeline`, { headers: { accept: 'text/plain' } });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${answer.status} from ${saga}/timeline: ${text}`);
  return text;
}

/** GET, or POST when there is a body. */
async function call(url, body) {
  const answer = await fetch(url, {
    method: body ? 'POST' : 'GET',
    headers: { 'content-type': 'application/json' },
    body: body && JSON.stringify(body),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${answer.status} from ${url}: ${text}`);
  return JSON.parse(text);
}

function title(text) {
  console.log(`\n\n${text}\n`);
}
