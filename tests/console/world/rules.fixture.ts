import { eventually } from '#testing-internal';
import type { ConductorStack } from '../../../apps/conductor/src/conductor-stack.fixture.js';
import type { Json } from '../../../apps/conductor/src/api/openapi/conformance.fixture.js';
import { get, keyOf, post } from './people.fixture.js';

const DAY_MS = 86_400_000;
const CAUSES = 2;

interface Sagas {
  readonly stuck: string;
  readonly stuckUndo: string;
  readonly abandoned: string;
  readonly compensated: string;
}

/** Who may, who was told, what waits for a second person, and what is kept for how long. */
export async function makeRules(
  stack: ConductorStack,
  sagas: Sagas,
): Promise<{ approval: string }> {
  await makeKeys(stack);
  await keepSagas(stack, sagas);
  await tellPeople(stack);
  return { approval: await askTwice(stack, sagas) };
}

async function makeKeys(stack: ConductorStack): Promise<void> {
  const expiresAt = new Date(Date.now() + 20 * DAY_MS).toISOString();
  const make = (key: object): Promise<Json> => post(stack, '/v1/admin/keys', key);
  const [refunds, orders] = [['refund'], ['order-fulfilment', 'marketplace-order']];
  const audited = 'the auditors look at three weeks of it';
  await make({ name: 'orders', role: 'operator', definitions: orders, reason: 'it starts orders' });
  await make({ name: 'billing', role: 'viewer', definitions: refunds, reason: 'bills are sent' });
  await make({ name: 'auditor', role: 'viewer', expiresAt, reason: audited });
  await make({ name: 'release-pipeline', role: 'admin', reason: 'it posts definitions' });
  const wall = await make({ name: 'wall', role: 'viewer', reason: 'a screen on the wall' });
  const rotated = { overlap: '24h', reason: 'a year has passed' };
  await post(stack, `/v1/admin/keys/${wall.id}/rotate`, rotated);
  const intern = await make({ name: 'intern', role: 'operator', reason: 'for a summer' });
  await post(stack, `/v1/admin/keys/${intern.id}/revoke`, { reason: 'the summer is over' });
  await post(stack, '/v1/login', { key: keyOf('anna') });
}

async function keepSagas(stack: ConductorStack, { compensated }: Sagas): Promise<void> {
  const all = { completedDays: 90, compensatedDays: 365, reason: 'what we promise our customers' };
  const tax = 'invoices are kept for ten years';
  const refunds = { definition: 'refund', completedDays: 3_650, abandonedDays: 3_650, reason: tax };
  for (const rule of [all, refunds]) await post(stack, '/v1/admin/retention', rule);
  await post(stack, `/v1/admin/sagas/${compensated}/exempt`, { reason: 'a court asks for it' });
  // nothing here is old enough
  await stack.sql.query(`
    insert into retention_deleted (day, definition_name, status, sagas)
    select current_date - day, 'order-fulfilment', status, 1200 + 37 * day
      from generate_series(1, 3) day, unnest(array['completed', 'compensated']) status`);
}

/** Some alerts are going on; a message was taken, another one was not. */
async function tellPeople(stack: ConductorStack): Promise<void> {
  await eventually(
    async () => (await get(stack, '/v1/admin/alerts')).alerts,
    (alerts: Json[]) => alerts.length >= CAUSES,
  );
  await eventually(
    async () => (await get(stack, '/v1/admin/alerts/deliveries')).items,
    (all: Json[]) =>
      all.some(({ status }) => status === 'sent') &&
      all.some(({ lastError }) => lastError !== null),
  );
}

/** One act was confirmed by another person, one waits; it is the one whose id is returned. */
async function askTwice(stack: ConductorStack, sagas: Sagas): Promise<string> {
  const ask = async (id: string, reason: string): Promise<string> =>
    (await post(stack, `/v1/admin/sagas/${id}/abandon`, { reason }, 'anna')).id;
  const confirmed = await ask(sagas.abandoned, 'the customer took the money back');
  const called = { reason: 'I called them' };
  await post(stack, `/v1/admin/approvals/${confirmed}/confirm`, called, 'ben');
  return ask(sagas.stuckUndo, 'the warehouse released it by hand');
}
