import type { MessageBus, PublishOutcome } from '#bus';
import { v7 } from 'uuid';
import { eventually } from '#testing-internal';
import type { DutiesBench } from './duties-bench.js';
import { newStep, openTestBus } from './steps.js';

/* Duties 5 to 7 of the contract on messages: what holds around the transaction. */

const DAY_MS = 86_400_000;
const daysAgo = (days: number) => Date.now() - days * DAY_MS;
const withCode = (type: string, code: string) => ({
  type,
  error: { code, message: expect.any(String) },
});

/** `newStep` of a saga that was started so many days ago, and reached the step at once. */
function newStepOfSaga(ageDays: number) {
  const firstIssuedAt = daysAgo(ageDays);
  const sagaId = v7({ msecs: firstIssuedAt });
  const { action, compensation, inquiry } = newStep();
  return {
    action: { ...action, sagaId, firstIssuedAt },
    compensation: { ...compensation, sagaId, firstIssuedAt },
    inquiry: { ...inquiry, sagaId, firstIssuedAt },
    key: `${sagaId}/authorizePayment/0`,
  };
}

/** When a command is acknowledged, and what is known of it for how long. */
export function deliveryContract(name: string, open: () => Promise<DutiesBench>): void {
  describe(name, () => {
    let bench: DutiesBench;

    afterAll(async () => {
      await bench?.close();
    });

    describe('Duty 5: the command is acknowledged after the reply is confirmed', () => {
      beforeEach(async () => {
        await bench?.close();
        bench = await open();
      });

      it('until the reply is confirmed the command stays for another replica', async () => {
        const failing = new UnconfirmedReplies(await openTestBus('failing'));
        const stop = await bench.startPayment({ bus: failing.bus, closeTimeoutMs: 50 });
        const { action, key } = newStep();
        const sent = await bench.conductor.publish(action);
        await eventually(
          () => failing.tries,
          (tries) => tries >= 3,
        );
        expect(await bench.effectsOf(key)).toEqual(['authorized']);

        await stop();
        await failing.bus.close();
        await bench.startPayment();

        expect(await bench.conductor.answerTo(sent)).toMatchObject({ type: 'succeeded' });
        expect(await bench.effectsOf(key)).toEqual(['authorized']);
      });

      it('once the broker confirms replies again, the waiting one goes out', async () => {
        const failing = new UnconfirmedReplies(await openTestBus('failing'));
        bench.onClose(() => failing.bus.close());
        await bench.startPayment({ bus: failing.bus });
        const sent = await bench.conductor.publish(newStep().action);
        await eventually(
          () => failing.tries,
          (tries) => tries >= 2,
        );
        failing.isBroken = false;
        expect(await bench.conductor.answerTo(sent)).toMatchObject({ type: 'succeeded' });
      });
    });

    describe('once it is started', () => {
      beforeAll(async () => {
        await bench?.close();
        bench = await open();
        await bench.startPayment();
      });

      describe('Duty 6: another input under a known key is refused', () => {
        it('for an action, whatever became of it, and nothing is applied', async () => {
          const { action, compensation, key } = newStep({ amount: 10, card: { a: 1, b: 2 } });
          const other = { ...action, data: { amount: 11, card: { a: 1, b: 2 } } };
          await bench.conductor.send(action);
          expect(await bench.conductor.send(other)).toEqual(withCode('refused', 'KEY_REUSED'));
          await bench.conductor.send(compensation);
          expect(await bench.conductor.send(other)).toEqual(withCode('refused', 'KEY_REUSED'));
          expect(await bench.effectsOf(key)).toEqual(['authorized', 'voided']);
        });

        it('but the same input with its keys in another order is a duplicate', async () => {
          const { action } = newStep({ amount: 10, card: { a: 1, b: 2 } });
          const reordered = { ...action, data: { card: { b: 2, a: 1 }, amount: 10 } };
          await bench.conductor.send(action);
          expect(await bench.conductor.send(reordered)).toMatchObject({ type: 'succeeded' });
        });

        it('for another command of the same key', async () => {
          const { action, key } = newStep();
          await bench.conductor.send(action);
          const other = { ...action, command: 'payment.void' };
          expect(await bench.conductor.send(other)).toEqual(withCode('refused', 'KEY_REUSED'));
          expect(await bench.effectsOf(key)).toEqual(['authorized']);
        });

        it('for a compensation, by its own input, which may be another', async () => {
          const { action, compensation, key } = newStep();
          await bench.conductor.send(action);
          const own = { ...compensation, data: { reason: 'out of stock' } };
          expect(await bench.conductor.send(own)).toMatchObject({ output: { result: 'undone' } });
          const other = { ...compensation, data: { reason: 'another' } };
          expect(await bench.conductor.send(other)).toEqual(withCode('refused', 'KEY_REUSED'));
          expect(await bench.effectsOf(key)).toEqual(['authorized', 'voided']);
        });
      });

      describe('Duty 7: inbox rows live longer than commands', () => {
        it('an action older than 14 days is refused, and stays refused', async () => {
          const { action, key } = newStepOfSaga(15);
          const late = { ...action, at: daysAgo(15) };
          expect(await bench.conductor.send(late)).toEqual(withCode('refused', 'COMMAND_TOO_OLD'));
          expect(await bench.conductor.send(action)).toEqual(
            withCode('refused', 'COMMAND_TOO_OLD'),
          );
          expect(await bench.effectsOf(key)).toEqual([]);
        });

        it('an old duplicate still gets the stored reply', async () => {
          const { action } = newStepOfSaga(20);
          await bench.conductor.send(action);
          const late = { ...action, at: daysAgo(20) };
          expect(await bench.conductor.send(late)).toMatchObject({ type: 'succeeded' });
        });

        it('a compensation is never too old while its action’s row is there', async () => {
          const { action, compensation, key } = newStepOfSaga(40);
          await bench.conductor.send(action);
          const late = { ...compensation, at: daysAgo(20) };
          expect(await bench.conductor.send(late)).toMatchObject({ output: { result: 'undone' } });
          expect(await bench.effectsOf(key)).toEqual(['authorized', 'voided']);
        });

        it('where the row may have been deleted, a person is asked', async () => {
          const { action, compensation, inquiry, key } = newStepOfSaga(40);
          const expired = withCode('errored', 'INBOX_EXPIRED');
          expect(await bench.conductor.send(compensation)).toEqual(expired);
          expect(await bench.conductor.send(inquiry)).toEqual(expired);
          const late = { ...action, at: daysAgo(39) };
          expect(await bench.conductor.send(late)).toEqual(withCode('refused', 'COMMAND_TOO_OLD'));
          expect(await bench.inboxRow(key)).toBeUndefined();
        });

        it('a further attempt of which the row may have been deleted has no effect', async () => {
          const { action, key } = newStepOfSaga(31);
          const retried = { ...action, attempt: 2 };
          expect(await bench.conductor.send(retried)).toEqual(withCode('errored', 'INBOX_EXPIRED'));
          expect(await bench.effectsOf(key)).toEqual([]);
          expect(await bench.inboxRow(key)).toBeUndefined();
        });

        it('what an old saga comes to only now is done, and undone', async () => {
          const { action, compensation, key } = newStepOfSaga(200);
          const firstIssuedAt = Date.now();
          const retried = { ...action, attempt: 2, firstIssuedAt };
          expect(await bench.conductor.send(retried)).toMatchObject({ type: 'succeeded' });
          const undone = await bench.conductor.send({ ...compensation, firstIssuedAt });
          expect(undone).toMatchObject({ output: { result: 'undone' } });
          const other = newStepOfSaga(200).compensation;
          const nothing = await bench.conductor.send({ ...other, firstIssuedAt });
          expect(nothing).toMatchObject({ output: { result: 'nothing-to-undo' } });
          expect(await bench.effectsOf(key)).toEqual(['authorized', 'voided']);
        });
      });

      it('rows are deleted after 30 days, and no sooner', async () => {
        const old = newStep();
        const young = newStep();
        for (const step of [old, young]) await bench.conductor.send(step.action);
        const age = `update inbox set received_at = clock_timestamp() - $2 * interval '1 day'
                 where idempotency_key = $1`;
        await bench.ask(age, [old.key, 30.1]);
        await bench.ask(age, [young.key, 29.9]);
        // it looks for old rows when it starts
        const stop = await bench.startPayment();
        await eventually(
          () => bench.inboxRow(old.key),
          (row) => row === undefined,
        );
        await stop();
        expect(await bench.inboxRow(young.key)).toBeDefined();
      });
    });
  });
}

/** A bus whose replies get no confirm, and never leave, as long as it is broken. */
class UnconfirmedReplies {
  isBroken = true;
  tries = 0;
  readonly bus: MessageBus;

  constructor(inner: MessageBus) {
    const publish: MessageBus['publish'] = (messages) => {
      // with a correlation id it is a reply, and no description of the participant
      if (messages.some(({ properties }) => properties.correlationId)) this.tries += 1;
      if (!this.isBroken) return inner.publish(messages);
      return Promise.resolve(messages.map((): PublishOutcome => 'unknown'));
    };
    this.bus = new Proxy(inner, {
      get: (target, name) => {
        if (name === 'publish') return publish;
        const value: unknown = Reflect.get(target, name, target);
        return typeof value === 'function' ? (value.bind(target) as unknown) : value;
      },
    });
  }
}
