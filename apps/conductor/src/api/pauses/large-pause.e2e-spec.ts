import { eventually } from '#testing-internal';
import { ConductorStack, errs, succeeds } from '../../conductor-stack.fixture.js';
import { CLONE_SAGA } from '../bulk/cloned-sagas.fixture.js';

/** PAUSED_SAGAS=100000 for the size that docs/decisions/0093 promises. */
const SAGAS = Number(process.env['PAUSED_SAGAS'] ?? 300);
/** As many as are woken before one could have looked. */
const MANY = 5_000;
/** Until the back-off of all of them is over: they have to be there, and paused, before. */
const BACK_OFF_S = 3 + Math.ceil(SAGAS / 2_000);
const PATIENCE_MS = 120_000 + SAGAS * 20;

const REASON = { reason: 'the bank is closed' };

let stack: ConductorStack;

beforeAll(async () => {
  stack = await ConductorStack.start();
  const retry = { maxAttempts: 9, initialInterval: `${BACK_OFF_S}s`, jitter: 'none' };
  const steps = [{ name: 'pay', command: 'payment.take', kind: 'pivot', retry }];
  const body = { name: 'sale', steps };
  expect((await stack.call('POST', '/v1/definitions', { body })).status).toBe(201);
});

afterAll(() => stack.close());

async function count(sql: string): Promise<number> {
  const { rows } = await stack.sql.query<{ count: string }>(`select count(*) from ${sql}`);
  return Number(rows[0]?.count);
}

const held = () => count('pause_hold');
const touched = () => count(`saga where version > (select min(version) from saga)`);

describe(`A pause of a definition with ${SAGAS} open sagas`, () => {
  it(
    'given them, when it begins and ends, then no saga is written for that, and all go on',
    async () => {
      stack.script.set('payment.take', errs('BUSY'));
      const { body: first } = await stack.call('POST', '/v1/sagas?wait=1ms', {
        body: { definition: 'sale', input: {} },
      });
      await eventually(
        async () => (await stack.call('GET', `/v1/sagas/${first.id}`)).body.waiting.code,
        (code) => code === 'back-off',
      );
      await stack.sql.query(CLONE_SAGA, [first.id, SAGAS - 1]);
      const scope = { definition: 'sale' };
      const paused = await stack.call('POST', '/v1/admin/pauses', { body: { scope, ...REASON } });
      expect(paused.status).toBe(201);
      // nothing of them was written, however many there are
      expect([await touched(), await held()]).toEqual([0, 0]);
      // their back-offs are over: they wait
      await eventually(held, (sagas) => sagas === SAGAS, PATIENCE_MS);
      stack.script.set('payment.take', succeeds);
      const taken = stack.record('payment.take');
      const path = `/v1/admin/pauses/${paused.body.id}/resume`;
      expect((await stack.call('POST', path, { body: REASON })).status).toBe(200);
      if (SAGAS >= MANY) expect(await held()).toBeGreaterThan(SAGAS / 2);
      // each is woken, and its command goes once
      await eventually(
        () => count(`saga where status = 'completed'`),
        (sagas) => sagas === SAGAS,
        PATIENCE_MS,
      );
      expect(await held()).toBe(0);
      expect(taken).toHaveLength(SAGAS);
      expect(new Set(taken.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(SAGAS);
    },
    2 * PATIENCE_MS,
  );
});
