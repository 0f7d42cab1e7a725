import { Halt, newStep } from './steps.js';
import type { DutiesBench } from './duties-bench.js';

/* The duties of a participant by their numbers in the contract on messages: what is stored. */

const AUTHORIZED = {
  type: 'succeeded',
  output: { authorizationId: 'authorization of authorizePayment', amount: 10 },
};
const REFUSED = { type: 'refused', error: { code: 'LIMIT_EXCEEDED', message: 'too much' } };
const NOTHING_TO_UNDO = { type: 'succeeded', output: { result: 'nothing-to-undo' } };
const UNDONE = {
  type: 'succeeded',
  output: { voided: 'authorization of authorizePayment', result: 'undone' },
};
const refusedWith = (code: string) => ({
  type: 'refused',
  error: { code, message: expect.any(String) },
});

/** What a command finds and leaves in the inbox, however the participant is written. */
export function dutiesContract(name: string, open: () => Promise<DutiesBench>): void {
  describe(name, () => {
    let bench: DutiesBench;

    beforeAll(async () => {
      bench = await open();
      await bench.startPayment();
    });

    afterAll(async () => {
      await bench?.close();
    });

    describe('Duty 1: inbox row, effect and reply are one transaction', () => {
      it('a second delivery waits for the first and gets its outcome', async () => {
        const { action, key } = newStep();
        const halt = new Halt();
        bench.haltAt(key, halt);

        const first = await bench.conductor.publish(action);
        await halt.arrived;
        const second = await bench.conductor.publish({ ...action, attempt: 2 });
        await bench.untilBlocked();
        halt.release();

        expect(await bench.conductor.answerTo(first)).toEqual(AUTHORIZED);
        expect(await bench.conductor.answerTo(second)).toEqual(AUTHORIZED);
        expect(await bench.effectsOf(key)).toEqual(['authorized']);
      });

      it('a second delivery that waited for a failed one is the first itself', async () => {
        const { action, key } = newStep();
        const halt = new Halt();
        bench.haltAt(key, halt);
        bench.plan(key, 'errs');

        const first = await bench.conductor.publish(action);
        await halt.arrived;
        const second = await bench.conductor.publish({ ...action, attempt: 2 });
        await bench.untilBlocked();
        halt.release();

        expect(await bench.conductor.answerTo(first)).toMatchObject({ type: 'errored' });
        expect(await bench.conductor.answerTo(second)).toEqual(AUTHORIZED);
        expect(await bench.effectsOf(key)).toEqual(['authorized']);
      });
    });

    describe('Duty 2: a duplicate is answered again', () => {
      it('with the stored reply, and the effect is not repeated', async () => {
        const { action, key } = newStep();
        expect(await bench.conductor.send(action)).toEqual(AUTHORIZED);
        expect(await bench.conductor.send(action)).toEqual(AUTHORIZED);
        expect(await bench.conductor.send({ ...action, attempt: 2 })).toEqual(AUTHORIZED);
        expect(await bench.effectsOf(key)).toEqual(['authorized']);
      });
    });

    describe('Duty 3: compensations, fences and inquiries', () => {
      it('a compensation undoes its action, once, knowing what the action gave', async () => {
        const { action, compensation, key } = newStep();
        await bench.conductor.send(action);
        expect(await bench.conductor.send(compensation)).toEqual(UNDONE);
        expect(await bench.conductor.send({ ...compensation, attempt: 2 })).toEqual(UNDONE);
        expect(await bench.effectsOf(key)).toEqual(['authorized', 'voided']);
      });

      it('a compensation whose action never came fences it', async () => {
        const { action, compensation, key } = newStep();
        expect(await bench.conductor.send(compensation)).toEqual(NOTHING_TO_UNDO);
        expect(await bench.conductor.send(action)).toEqual(refusedWith('FENCED'));
        expect(await bench.conductor.send(compensation)).toEqual(NOTHING_TO_UNDO);
        expect(await bench.effectsOf(key)).toEqual([]);
      });

      it('an action that comes again after it was undone has no effect', async () => {
        const { action, compensation, key } = newStep();
        await bench.conductor.send(action);
        await bench.conductor.send(compensation);
        expect(await bench.conductor.send(action)).toEqual(refusedWith('FENCED'));
        expect(await bench.effectsOf(key)).toEqual(['authorized', 'voided']);
      });

      it('a compensation waits for the action that is still at work, and undoes it', async () => {
        const { action, compensation, key } = newStep();
        const halt = new Halt();
        bench.haltAt(key, halt);

        const first = await bench.conductor.publish(action);
        await halt.arrived;
        const second = await bench.conductor.publish(compensation);
        await bench.untilBlocked();
        halt.release();

        expect(await bench.conductor.answerTo(first)).toEqual(AUTHORIZED);
        expect(await bench.conductor.answerTo(second)).toEqual(UNDONE);
        expect(await bench.effectsOf(key)).toEqual(['authorized', 'voided']);
      });

      it('a compensation that waited for an action that failed fences it', async () => {
        const { action, compensation, key } = newStep();
        const halt = new Halt();
        bench.haltAt(key, halt);
        bench.plan(key, 'errs');

        await bench.conductor.publish(action);
        await halt.arrived;
        const second = await bench.conductor.publish(compensation);
        await bench.untilBlocked();
        halt.release();

        expect(await bench.conductor.answerTo(second)).toEqual(NOTHING_TO_UNDO);
        expect(await bench.conductor.send(action)).toEqual(refusedWith('FENCED'));
        expect(await bench.effectsOf(key)).toEqual([]);
      });

      it.each([
        ['is refused', 'refuses', refusedWith('NOT_VOIDABLE')],
        [
          'fails',
          'errs',
          {
            type: 'errored',
            error: { code: 'BANK_CLOSED', message: 'the bank is closed' },
            retryAfterMs: 1_500,
          },
        ],
      ] as const)(
        'a compensation that %s leaves the action done, for the next',
        async (_, plan, answer) => {
          const { action, compensation, key } = newStep();
          await bench.conductor.send(action);
          bench.plan(key, plan);
          expect(await bench.conductor.send(compensation)).toEqual(answer);
          expect(await bench.effectsOf(key)).toEqual(['authorized']);
          expect(await bench.conductor.send(action)).toEqual(AUTHORIZED);
          expect(await bench.conductor.send({ ...compensation, attempt: 2 })).toEqual(UNDONE);
        },
      );

      it('a compensation of a refused action has nothing to undo', async () => {
        const { action, compensation, key } = newStep({ amount: 500 });
        expect(await bench.conductor.send(action)).toEqual(REFUSED);
        expect(await bench.conductor.send(compensation)).toEqual(NOTHING_TO_UNDO);
        expect(await bench.conductor.send(action)).toEqual(refusedWith('FENCED'));
        expect(await bench.effectsOf(key)).toEqual([]);
      });

      it('an inquiry tells the stored outcome', async () => {
        const done = newStep();
        await bench.conductor.send(done.action);
        expect(await bench.conductor.send(done.inquiry)).toEqual(AUTHORIZED);

        const refused = newStep({ amount: 500 });
        await bench.conductor.send(refused.action);
        expect(await bench.conductor.send(refused.inquiry)).toEqual(REFUSED);

        const undone = newStep();
        await bench.conductor.send(undone.action);
        await bench.conductor.send(undone.compensation);
        expect(await bench.conductor.send(undone.inquiry)).toEqual(refusedWith('FENCED'));
      });

      it('an inquiry about what never came fences it', async () => {
        const { action, inquiry, compensation, key } = newStep();
        expect(await bench.conductor.send(inquiry)).toEqual(refusedWith('FENCED'));
        expect(await bench.conductor.send(action)).toEqual(refusedWith('FENCED'));
        expect(await bench.conductor.send(compensation)).toEqual(NOTHING_TO_UNDO);
        expect(await bench.effectsOf(key)).toEqual([]);
      });

      it('an inquiry waits for the action that is still at work', async () => {
        const { action, inquiry, key } = newStep();
        const halt = new Halt();
        bench.haltAt(key, halt);
        await bench.conductor.publish(action);
        await halt.arrived;
        const asked = await bench.conductor.publish(inquiry);
        await bench.untilBlocked();
        halt.release();
        expect(await bench.conductor.answerTo(asked)).toEqual(AUTHORIZED);
      });
    });

    describe('Duty 4: a refusal is stored, an error is not', () => {
      it('a refused action leaves no effect, and no duplicate succeeds after the no', async () => {
        const { action, key } = newStep({ amount: 10 });
        bench.plan(key, 'refuses');
        expect(await bench.conductor.send(action)).toEqual(refusedWith('NOT_VOIDABLE'));
        expect(await bench.conductor.send(action)).toEqual(refusedWith('NOT_VOIDABLE'));
        expect(await bench.effectsOf(key)).toEqual([]);
      });

      it('a refusal can be stored although a statement of the handler failed', async () => {
        const { action, key } = newStep();
        bench.plan(key, 'refuses after a statement failed');
        expect(await bench.conductor.send(action)).toEqual(refusedWith('NOT_VOIDABLE'));
        expect(await bench.inboxRow(key)).toMatchObject({ outcome: 'refused' });
      });

      it('a failed statement that is hidden is an error, for nothing can be stored', async () => {
        const { action, key } = newStep();
        bench.plan(key, 'hides a failed statement');
        expect(await bench.conductor.send(action)).toMatchObject({
          type: 'errored',
          error: { code: 'TRANSACTION_ABORTED' },
        });
        expect(await bench.inboxRow(key)).toBeUndefined();
        expect(await bench.conductor.send({ ...action, attempt: 2 })).toEqual(AUTHORIZED);
        expect(await bench.effectsOf(key)).toEqual(['authorized']);
      });

      it('an errored action leaves neither effect nor row', async () => {
        const { action, key } = newStep();
        bench.plan(key, 'errs');
        expect(await bench.conductor.send(action)).toEqual({
          type: 'errored',
          error: { code: 'BANK_CLOSED', message: 'the bank is closed' },
          retryAfterMs: 1_500,
        });
        expect(await bench.inboxRow(key)).toBeUndefined();
        expect(await bench.conductor.send({ ...action, attempt: 2 })).toEqual(AUTHORIZED);
        expect(await bench.effectsOf(key)).toEqual(['authorized']);
      });
    });
  });
}
