import { readFileSync } from 'node:fs';
import { eventually } from '#testing-internal';
import {
  errs,
  isSilent,
  refuses,
  type Answer,
  type ConductorStack,
} from '../../../apps/conductor/src/conductor-stack.fixture.js';
import type { Json } from '../../../apps/conductor/src/api/openapi/conformance.fixture.js';
import { get, post } from './people.fixture.js';
import { makeRules } from './rules.fixture.js';

const PARTICIPANTS = ['stock', 'mail', 'sellers', 'carrier', 'buyers'] as const;
/** The demo's own is posted beside them. */
const DEFINITIONS = [
  ...['examples/marketplace-parcel.json', 'examples/marketplace-order.json'],
  ...['refund', 'restock', 'stocktake'].map((name) => `tests/console/world/${name}.json`),
];
const GOOD_ORDERS = 8;
const DAY_MS = 86_400_000;

/** What one can look at, by what it shows. */
export interface World {
  readonly stuck: string;
  readonly stuckUndo: string;
  readonly completed: string;
  readonly compensated: string;
  readonly task: string;
  readonly waitsForLock: string;
  readonly paused: string;
  readonly abandoned: string;
  readonly withChildren: string;
  readonly inParts: string;
  readonly fingerprint: string;
  readonly bulk: string;
  readonly deadMessage: string;
  readonly approval: string;
}

/** An installation some while after its start: there is some of everything that people look at. */
export async function makeWorld(stack: ConductorStack): Promise<World> {
  for (const name of PARTICIPANTS) await stack.addParticipant(name);
  const order = shortened('apps/order-service/src/order-fulfilment.json');
  for (const document of [order, ...DEFINITIONS.map(readJson)]) {
    await post(stack, '/v1/definitions', document);
  }
  script(stack, OUTPUTS);
  const sagas = { ...(await startOrders(stack)), ...(await startOthers(stack)) };
  return { ...sagas, ...(await makeRules(stack, sagas)), ...(await actOn(stack, sagas)) };
}

/** Nobody waits for the demo's back-off. */
function shortened(path: string): Json {
  const definition = readJson(path);
  const retry = { maxAttempts: 2, initialInterval: '10ms', maxInterval: '10ms' };
  const defaults = { retry, compensation: { retry } };
  const steps = definition.steps.map((step: Json) =>
    step.retry === undefined ? step : { ...step, retry: { ...step.retry, ...retry } },
  );
  return { ...definition, defaults, steps };
}

async function startOrders(stack: ConductorStack) {
  const order = (key: string, answers: Readonly<Record<string, Answer>> = {}): Promise<string> => {
    const lines = [{ sku: 'book', quantity: 2 }];
    const input = { orderId: key, customerId: 'c-7', amount: 40, card: '4242 4242', lines };
    return startWith(stack, { definition: 'order-fulfilment', key, input }, answers);
  };
  let completed = '';
  for (let count = 1; count <= GOOD_ORDERS; count++) completed = await order(`o-10${count}`);
  const declined = { 'payment.authorize': refuses('CARD_DECLINED') };
  const compensated = await order('o-201', declined);
  const withoutCarrier = { 'shipping.ship': errs('NO_CARRIER') };
  const stuck = await order('o-301', withoutCarrier);
  await order('o-302', withoutCarrier);
  const retried = await order('o-303', withoutCarrier);
  const abandoned = await order('o-304', withoutCarrier);
  await order('o-305', { 'order.confirm': errs('LEDGER_CLOSED') });
  const stuckUndo = await order('o-401', { ...declined, 'shipping.release': errs('STOCK_LOCKED') });
  const paused = await order('o-501', withoutCarrier);
  return { completed, compensated, stuck, retried, abandoned, stuckUndo, paused };
}

async function startOthers(stack: ConductorStack) {
  const lines = ['a', 'b', 'c'].map((seller) => ({ seller, sku: `sku-${seller}`, price: 12 }));
  const market = { definition: 'marketplace-order', key: 'm-1', input: { orderId: 'm-1', lines } };
  const withChildren = await startWith(stack, market);
  const refund = { definition: 'refund', key: 'r-1', input: { orderId: 'o-101', amount: 12.5 } };
  const task = await startWith(stack, refund, {}, '');
  stack.script.set('stock.count', isSilent);
  const stocktake = { definition: 'stocktake', input: { warehouse: 'north' } };
  await startWith(stack, { ...stocktake, key: 'w-1' }, {}, '');
  const waitsForLock = await startWith(stack, { ...stocktake, key: 'w-2' }, {}, '');
  const inParts = await startWith(stack, RESTOCK, {}, '');
  return { withChildren, task, waitsForLock, inParts };
}

async function actOn(
  stack: ConductorStack,
  { stuck, retried, paused }: Readonly<Record<'stuck' | 'retried' | 'paused', string>>,
) {
  const reason = 'the carrier is on strike until noon';
  const groups: Json[] = await eventually(
    async () => (await get(stack, '/v1/admin/failures')).groups,
    (all: Json[]) => codes(all).has('NO_CARRIER') && codes(all).has('LEDGER_CLOSED'),
  );
  const groupOf = (code: string): Json => groups.find(({ error }) => error.code === code);
  const { fingerprint } = groupOf('NO_CARRIER');
  const until = new Date(Date.now() + 3 * DAY_MS).toISOString();
  const closed = { until, reason: 'the books are closed until Monday' };
  const ledger = groupOf('LEDGER_CLOSED').fingerprint;
  await post(stack, `/v1/admin/failures/${ledger}/mute`, closed);
  await post(stack, `/v1/admin/sagas/${paused}/pause`, { reason: 'the customer wants to wait' });
  await post(stack, `/v1/admin/failures/${fingerprint}/acknowledge`, { reason, owner: 'shipping' });
  await post(stack, '/v1/admin/pauses', { scope: { participant: 'carrier' }, reason });
  const { id: bulk } = await post(stack, '/v1/admin/bulk', {
    ids: [retried],
    action: 'retry',
    reason,
  });
  const data = { sagaId: stuck, name: 'no-such-signal', payload: { note: '<b>not bold</b>' } };
  await stack.publish({ json: { pattern: 'saga.signal', data }, properties: { messageId: 'x-1' } });
  const [{ id: deadMessage }] = await eventually(
    async () => (await get(stack, '/v1/admin/dead-messages')).items,
    (items: Json[]) => items.length > 0,
  );
  return { fingerprint, bulk, deadMessage };
}

function codes(groups: readonly Json[]): ReadonlySet<string> {
  return new Set(groups.map(({ error }) => error.code));
}

/** Its time went into several things: no answer, a pause between attempts, a limit. */
const RESTOCK = { definition: 'restock', key: 'k-1', input: { lines: ['tea', 'jam', 'oats'] } };

/** What steps that come later need of them. */
const OUTPUTS: Readonly<Record<string, Answer>> = {
  'payment.authorize': () => ({ type: 'succeeded', output: { authorizationId: 'auth-1' } }),
  'shipping.ship': () => ({ type: 'succeeded', output: { trackingId: 'TRK-9' } }),
  'sellers.ask-prices': ({ attempt }) => (attempt < 2 ? null : { type: 'succeeded', output: {} }),
  'stock.pick': isSilent,
  'sellers.reserve': ({ data }) => {
    const { line } = data as { line: number };
    return { type: 'succeeded', output: { reservationId: `res-${line}` } };
  },
  'carrier.label': () => ({ type: 'succeeded', output: { trackingId: 'TRK-1' } }),
};

function script(stack: ConductorStack, answers: Readonly<Record<string, Answer>>): void {
  for (const [command, answer] of Object.entries(answers)) stack.script.set(command, answer);
}

/** The answers are those of this saga only. */
async function startWith(
  stack: ConductorStack,
  saga: object,
  answers: Readonly<Record<string, Answer>> = {},
  wait = '?wait=20s',
): Promise<string> {
  script(stack, answers);
  const { id } = await post(stack, `/v1/sagas${wait}`, saga);
  for (const command of Object.keys(answers)) stack.script.delete(command);
  script(stack, OUTPUTS);
  return id;
}

function readJson(path: string): Json {
  return JSON.parse(readFileSync(path, 'utf8'));
}
