import { setTimeout as delay } from 'node:timers/promises';
import { call, textOf } from './calls.mjs';
import { curl, painterFor, wrap } from './print.mjs';
import { timelineLines } from './timeline.mjs';

const GOOD_CARD = '4242424242424242';
const DECLINED_CARD = '4000000000000002';
const DEFINITION = 'order-fulfilment';
/** As many as a step then has attempts: the first retry by a person succeeds. */
const ATTEMPTS = 3;
const UNTIL_STUCK = { 'shipping.ship': { mode: 'fail', times: ATTEMPTS } };

const paint = painterFor(process.stdout);
const COLOURS = { completed: 'green', compensated: 'yellow', stuck: 'red' };

/** `api`, `orders`: where the conductor and the order service listen. */
export async function takeTour({ api, orders }) {
  const tour = { api, orders };
  await postDefinition(tour);

  title('2. An order that goes through');
  await showEnd(tour, await placeOrder(tour, { card: GOOD_CARD }), 'completed');

  title('3. An order whose card is declined: stock and order are put back');
  await showEnd(tour, await placeOrder(tour, { card: DECLINED_CARD }), 'compensated');

  title('4. The shipper is down after the payment: no way back, no way on');
  const stuck = await placeOrder(tour, { card: GOOD_CARD, faults: UNTIL_STUCK });
  const shown = await showEnd(tour, stuck, 'stuck');

  title('5. An operator looks at what is stuck, and has it tried again');
  await retry(tour, stuck);
  await showEnd(tour, stuck, 'completed', shown);
}

/** The demo's own definition with shorter timeouts: a definition is data. */
async function postDefinition({ api }) {
  title("1. A definition is posted: the demo's own, with short waits");
  const { document } = await call(`${api}/v1/definitions/${DEFINITION}`);
  const definition = withShortWaits(document);
  const posted = await call(`${api}/v1/definitions`, definition);
  say(curl(`${api}/v1/definitions/${DEFINITION}`));
  say('');
  label('name', posted.name);
  label('version', String(posted.version));
  say('');
  for (const { name, command, compensation, kind } of definition.steps) {
    const undo = compensation?.command ?? compensation;
    const more = [undo && `undone by ${undo}`, kind].filter(Boolean).map((part) => `, ${part}`);
    say(`  ${name.padEnd(17)} ${command}${paint('dim', more.join(''))}`);
  }
}

function withShortWaits(definition) {
  const retry = { maxAttempts: ATTEMPTS, initialInterval: '200ms', maxInterval: '1s' };
  const steps = definition.steps.map((step) =>
    step.kind === 'retryable' ? { ...step, retry: { ...step.retry, ...retry } } : step,
  );
  return { ...definition, steps };
}

/** Returns the id of its saga. */
async function placeOrder({ api, orders }, { card, faults }) {
  const lines = [{ sku: 'book', quantity: 2 }];
  const order = { customerId: 'c-1', amount: 40, card, lines, ...(faults ? { faults } : {}) };
  say(curl(`${orders}/orders`, order));
  const placed = await call(`${orders}/orders`, order);
  const saga = placed.sagaId ?? (await waitForSaga(`${orders}/orders/${placed.id}`));
  say('');
  label('order', placed.id);
  label('saga', saga);
  label('console', `${api}/sagas/${saga}`);
  return saga;
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
  const { version, waiting } = await call(`${api}/v1/sagas/${saga}`);
  const action = { reason: 'the shipper is back', expectedVersion: version };
  say(`  saga=${saga}`);
  say(curl(`${api}/v1/sagas/$saga`));
  say('');
  say(wrap(`  waiting  ${waiting.text}`, '           '));
  say('');
  say(curl(`${api}/v1/admin/sagas/$saga/retry`, action));
  await call(`${api}/v1/admin/sagas/${saga}/retry`, action);
}

/**
 * Waits until the saga is at rest, and shows what happened to it since `shown`, the number of lines
 * that were shown before. @returns the number of lines that are shown now
 */
async function showEnd({ api }, saga, expected, shown = 0) {
  const { status } = await call(`${api}/v1/sagas/${saga}?wait=30s`);
  const lines = (await textOf(`${api}/v1/sagas/${saga}/timeline`)).trimEnd().split('\n');
  say('');
  for (const line of timelineLines(lines.slice(shown), paint)) say(line);
  say('');
  label('status', paint(COLOURS[status] ?? 'red', status));
  if (status !== expected) throw new Error(`saga ${saga} is ${status}, not ${expected}`);
  return lines.length;
}

function title(text) {
  say(`\n\n${paint('bold', text)}\n`);
}

function label(name, value) {
  say(`  ${paint('dim', name.padEnd(8))} ${value}`);
}

function say(text) {
  console.log(text);
}
