import { execFile } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { pino } from 'pino';
import { Parts } from '../../apps/standalone/src/parts.js';
import { readSettings } from '../../apps/standalone/src/settings.js';
import { startStandalone } from '../../apps/standalone/src/standalone.js';
import { waitFor } from '../e2e/fleet.fixture.js';
import { blocksOf } from './markdown.js';

/* The lines of curl of the README, run by bash as they stand against what `npm start` starts. */

const SHELL_MAX_MS = 60_000;
const parts = new Parts();
let folder: string;
let conductorUrl: string;
let orderUrl: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'conductor-readme-'));
  chmodSync(folder, 0o755); // as root the server runs as another user
  const settings = readSettings({
    CONDUCTOR_DATA_DIR: folder,
    CONDUCTOR_FIRST_ORDERS: 'off',
    PORT: '0',
    ORDER_SERVICE_PORT: '0',
  });
  ({ conductorUrl, orderUrl } = await startStandalone(settings, pino({ level: 'silent' }), parts));
});

afterAll(async () => {
  await parts.end();
  rmSync(folder, { recursive: true });
});

it('given npm start, when the README is pasted, then its sagas go as it says', async () => {
  const [first = '', orders = ''] = blocksOf('README.md')
    .filter(({ mark }) => mark === 'run: readme')
    .map(({ text }) => text);

  const told = await paste(first);
  expect(told).toMatch(/"code":"signal","text":"ask waits[^]*"code":"NOT_WANTED"/);
  expect(told).toContain('saga compensated');
  const [gift] = await ended('gift', 1);
  expect(gift).toMatchObject({ status: 'compensated', error: { code: 'NOT_WANTED' } });
  const steps = Object.fromEntries((gift?.steps ?? []).map(({ name, status }) => [name, status]));
  expect(steps).toMatchObject({ reserve: 'compensated', ship: 'pending' });

  const said = await paste(orders);
  expect(said).toContain('order-fulfilment');
  const statuses = (await ended('order-fulfilment', 2)).map(({ status }) => status);
  expect(statuses.sort()).toEqual(['compensated', 'completed']);
});

/** Runs what a reader pastes; only the addresses are others. Every answer has to be a success. */
async function paste(text: string): Promise<string> {
  const here = text
    .replaceAll('localhost:3000', conductorUrl)
    .replaceAll('localhost:3001', orderUrl)
    .replaceAll('curl -s ', 'curl -sS --fail-with-body ');
  const args = ['-e', '-o', 'pipefail', '-c', here];
  // not waited for in a way that keeps this process, where the conductor is, from answering
  const { stdout } = await promisify(execFile)('bash', args, { timeout: SHELL_MAX_MS });
  return stdout;
}

interface Saga {
  readonly id: string;
  readonly status: string;
  readonly error: { readonly code: string } | null;
  readonly steps: readonly { readonly name: string; readonly status: string }[];
}

/** So many sagas of a definition, when all of them have ended. */
async function ended(definition: string, count: number): Promise<Saga[]> {
  const list = await waitFor(
    `${count} sagas of ${definition} end`,
    () => get<{ items: Saga[] }>(`/v1/sagas?definition=${definition}`),
    ({ items }) =>
      items.length === count &&
      items.every(({ status }) => ['completed', 'compensated'].includes(status)),
  );
  return Promise.all(list.items.map(({ id }) => get<Saga>(`/v1/sagas/${id}`)));
}

async function get<Answer>(path: string): Promise<Answer> {
  const answer = await fetch(conductorUrl + path);
  return (await answer.json()) as Answer;
}
