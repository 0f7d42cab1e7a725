import { setTimeout as delay } from 'node:timers/promises';
import { Pool } from 'undici';
import { query } from './databases.js';

const STEP = { command: 'order.create', compensation: 'order.cancel' };
const INPUT = { orderId: '${input.orderId}', amount: '${input.amount}', refuse: '${input.refuse}' };

/** One command, and then a wait for a signal that nobody gives; its time is up in a month. */
export const waitingDefinition = {
  name: 'bench-wait',
  steps: [
    { name: 'create', ...STEP, input: INPUT },
    { name: 'hold', wait: { signal: 'go', timeout: '30d', onTimeout: 'fail' } },
  ],
};

/** Rests until the instant of its input, and has one command to send then. */
export const delayedDefinition = {
  name: 'bench-delay',
  steps: [
    { name: 'hold', delay: '${input.at}' },
    { name: 'create', ...STEP, input: INPUT },
  ],
};

export interface StartOptions {
  readonly definition: string;
  readonly count: number;
  /** Of the delay, as an instant. Not read by the definition that waits. */
  readonly at?: string;
}

const CALLERS = 64;

/** Starts so many sagas. Answers come after the commit of each start; nobody waits for an end. */
export async function startMany(url: string, options: StartOptions): Promise<void> {
  const { definition, count, at = null } = options;
  const pool = new Pool(url, { connections: CALLERS, pipelining: 1 });
  let begun = 0;
  const caller = async (): Promise<void> => {
    while (begun < count) {
      begun += 1;
      const key = `${definition}-${begun}`;
      const input = { orderId: key, amount: 42.5, refuse: false, at };
      const { statusCode, body } = await pool.request({
        method: 'POST',
        path: '/v1/sagas',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ definition, key, input }),
      });
      const answer = await body.text();
      if (statusCode !== 201) throw new Error(`expected a start, got ${statusCode} ${answer}`);
    }
  };
  await Promise.all(Array.from({ length: CALLERS }, caller));
  await pool.close();
}

export interface SagaCounts {
  /** Rest at the step `hold`. */
  readonly holding: number;
  readonly completed: number;
}

export async function countSagas(databaseUrl: string, definition: string): Promise<SagaCounts> {
  const [row] = await query<SagaCounts & Record<string, unknown>>(
    databaseUrl,
    `select count(*) filter (where active_steps = '{hold}')::int as holding,
            count(*) filter (where status = 'completed')::int as completed
       from saga where definition_name = $1`,
    [definition],
  );
  if (!row) throw new Error('a count gives one row');
  return row;
}

/** How many have not ended. Reads open ones only, so that looking often costs little. */
export async function countOpen(databaseUrl: string, definition: string): Promise<number> {
  const [row] = await query<{ count: number }>(
    databaseUrl,
    `select count(*)::int as count from saga
      where status in ('running', 'compensating', 'stuck') and definition_name = $1`,
    [definition],
  );
  return row?.count ?? 0;
}

const HOLD_MAX_MS = 600_000;

/** Until so many sagas of a definition rest at `hold`. @throws Error when they do not in 10 min */
export async function untilHolding(
  databaseUrl: string,
  { definition, count }: Pick<StartOptions, 'definition' | 'count'>,
): Promise<void> {
  const giveUpAt = Date.now() + HOLD_MAX_MS;
  for (;;) {
    const { holding } = await countSagas(databaseUrl, definition);
    if (holding === count) return;
    if (Date.now() > giveUpAt) throw new Error(`only ${holding} of ${count} sagas wait`);
    await delay(500);
  }
}
