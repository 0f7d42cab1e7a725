import { eventually } from '#testing-internal';
import { v7 } from 'uuid';
import {
  AUTHORIZED,
  DutiesBench,
  erroredWith,
  newStep,
  NOTHING_TO_UNDO,
  refusedWith,
  UNDONE,
  type PaymentService,
} from './duties-bench.fixture.js';

const DAY_MS = 86_400_000;
const daysAgo = (days: number) => Date.now() - days * DAY_MS;

/** `newStep` of a saga that was started so many days ago, and reached the step at once. */
function newStepOfSaga(ageDays: number) {
  const firstIssuedAt = daysAgo(ageDays);
  const sagaId = v7({ msecs: firstIssuedAt });
  const { key: _, ...commands } = newStep({ amount: 10 }, { sagaId, firstIssuedAt });
  return { ...commands, key: `${sagaId}/authorizePayment/0` };
}

/** Duty 7, and fencing tokens: what depends on who was there before. */
export function ageContract(name: string, service: PaymentService): void {
  describe(`${name}: Duty 7: inbox rows live longer than commands`, () => {
    let bench: DutiesBench;

    beforeAll(async () => {
      bench = await DutiesBench.open(service);
      await addOldRows(bench);
      await bench.start();
    });

    afterAll(async () => {
      await bench?.close();
    });

    it('an action older than 14 days is refused, and stays refused', async () => {
      const { action, key } = newStepOfSaga(15);
      const late = { ...action, at: daysAgo(15) };
      expect(await bench.send(late)).toEqual(refusedWith('COMMAND_TOO_OLD'));
      expect(await bench.send(action)).toEqual(refusedWith('COMMAND_TOO_OLD'));
      expect(await bench.effectsOf(key)).toEqual([]);
    });

    it('an old duplicate still gets the stored reply', async () => {
      const { action } = newStepOfSaga(20);
      await bench.send(action);
      expect(await bench.send({ ...action, at: daysAgo(20) })).toEqual(AUTHORIZED);
    });

    it('a compensation is never too old while its action’s row is there', async () => {
      const { action, compensation, key } = newStepOfSaga(40);
      await bench.send(action);
      expect(await bench.send({ ...compensation, at: daysAgo(20) })).toEqual(UNDONE);
      expect(await bench.effectsOf(key)).toEqual(['authorized', 'voided']);
    });

    it('where the row may be deleted, nothing is claimed and a person is asked', async () => {
      const { action, compensation, inquiry, key } = newStepOfSaga(40);
      expect(await bench.send(compensation)).toEqual(erroredWith('INBOX_EXPIRED'));
      expect(await bench.send(inquiry)).toEqual(erroredWith('INBOX_EXPIRED'));
      const retried = { ...action, attempt: 2 };
      expect(await bench.send(retried)).toEqual(erroredWith('INBOX_EXPIRED'));
      const late = { ...action, at: daysAgo(39) };
      expect(await bench.send(late)).toEqual(refusedWith('COMMAND_TOO_OLD'));
      expect(await bench.inboxRow(key)).toBeUndefined();
      expect(await bench.effectsOf(key)).toEqual([]);
    });

    it('what an old saga comes to only now is done, and undone, as in a young one', async () => {
      const { action, compensation } = newStepOfSaga(200);
      const firstIssuedAt = Date.now();
      expect(await bench.send({ ...action, attempt: 2, firstIssuedAt })).toEqual(AUTHORIZED);
      expect(await bench.send({ ...compensation, firstIssuedAt })).toEqual(UNDONE);
      const other = { ...newStepOfSaga(200).compensation, firstIssuedAt };
      expect(await bench.send(other)).toEqual(NOTHING_TO_UNDO);
    });

    it('rows are deleted after 30 days, and no sooner', async () => {
      const count = 'select count(*)::int as count from inbox where idempotency_key like $1';
      const left = async (like: string) => {
        const { rows } = await bench.client.query<{ count: number }>(count, [like]);
        return rows[0]?.count;
      };
      await eventually(
        () => left('old-%'),
        (rows) => rows === 0,
      );
      expect(await left('young-%')).toBe(1);
    });

    it('an action of an earlier holder of a lock is refused, its compensation never', async () => {
      const lock = [{ key: 'order:o-7, ü', token: 41 }];
      const earlier = newStep({ amount: 10 }, { fencing: lock });
      const later = newStep({ amount: 10 }, { fencing: [{ key: 'order:o-7, ü', token: 42 }] });
      const tooLate = newStep({ amount: 10 }, { fencing: lock });
      for (const { key } of [earlier, later, tooLate, earlier]) await bench.plan(key, 'fence');
      expect(await bench.send(earlier.action)).toMatchObject({ output: { said: true } });
      expect(await bench.send(later.action)).toMatchObject({ output: { said: true } });
      expect(await bench.send(tooLate.action)).toEqual(refusedWith('FENCING_TOKEN_OLD'));
      expect(await bench.effectsOf(tooLate.key)).toEqual([]);
      expect(await bench.send(earlier.compensation)).toMatchObject({ output: { said: false } });
    });
  });
}

async function addOldRows({ client }: DutiesBench): Promise<void> {
  const insert = `
    insert into inbox (idempotency_key, outcome, command, received_at)
    select $1 || n, 'fenced', 'payment.authorize', clock_timestamp() - $2 * interval '1 day'
    from generate_series(1, $3::int) n`;
  await client.query(insert, ['old-', 30.1, 2_500]);
  await client.query(insert, ['young-', 29.9, 1]);
}
