import { inboxContract } from '#testing-internal';
import type { PlainCommand } from '../plain-conductor.fixture.js';
import {
  AUTHORIZED,
  DutiesBench,
  erroredWith,
  LATER,
  newStep,
  NOTHING_TO_UNDO,
  refusedWith,
  UNDONE,
  type PaymentService,
} from './duties-bench.fixture.js';

/*
 * The duties of a participant by their numbers in the contract on messages, seen from outside: a
 * service in any language, as a process of its own. The Node library has further tests of its own.
 */

const BAD_NO = { type: 'refused', error: { code: 'LIMIT_EXCEEDED', message: 'too much' } };

export function dutiesContract(name: string, service: PaymentService): void {
  describe(`${name}: the duties`, () => {
    let bench: DutiesBench;

    beforeAll(async () => {
      bench = await DutiesBench.open(service);
      await bench.start();
    });

    afterAll(async () => {
      await bench?.close();
    });

    inboxContractOf(() => bench);
    firstTransaction(() => bench);
    compensations(() => bench);
    refusals(() => bench);
    reusedKeys(() => bench);
  });
}

function inboxContractOf(bench: () => DutiesBench): void {
  const steps = new Map<string, ReturnType<typeof newStep>>();
  const plans = { succeeded: [], refused: ['refuse'], errored: ['later'] };
  inboxContract('over the wire', () => ({
    newKey: () => {
      const step = newStep();
      steps.set(step.key, step);
      return step.key;
    },
    effectsOf: async (key) => {
      const effects = await bench().effectsOf(key);
      return effects.map((what) => (what === 'authorized' ? 'done' : 'undone'));
    },
    send: async (direction, key, ends) => {
      const { action, compensation, inquiry } = steps.get(key) ?? newStep();
      await bench().client.query('delete from plan where key = $1', [key]);
      await bench().plan(key, ...plans[ends]);
      const commands = { execute: action, compensate: compensation, inquire: inquiry };
      return bench().send(commands[direction]);
    },
  }));
}

function firstTransaction(bench: () => DutiesBench): void {
  /** Sends the second one while the first is at work. */
  async function overtake(key: string, first: PlainCommand, second: PlainCommand) {
    const halt = await bench().halt(key);
    const one = await bench().ask(first);
    await halt.arrived();
    const other = await bench().ask(second);
    await bench().untilBlocked(2);
    await halt.release();
    return [await one.answer, await other.answer];
  }

  describe('Duty 1: inbox row, effect and reply are one transaction', () => {
    it('a second delivery waits for the first and gets its outcome', async () => {
      const { action, key } = newStep();
      const answers = await overtake(key, action, { ...action, attempt: 2 });
      expect(answers).toEqual([AUTHORIZED, AUTHORIZED]);
      expect(await bench().effectsOf(key)).toEqual(['authorized']);
    });

    it('a compensation waits for the action that is still at work, and undoes it', async () => {
      const { action, compensation, key } = newStep();
      expect(await overtake(key, action, compensation)).toEqual([AUTHORIZED, UNDONE]);
      expect(await bench().effectsOf(key)).toEqual(['authorized', 'voided']);
    });

    it('an inquiry waits for the action that is still at work', async () => {
      const { action, inquiry, key } = newStep();
      expect(await overtake(key, action, inquiry)).toEqual([AUTHORIZED, AUTHORIZED]);
    });

    it('a compensation that waited for an action that was refused fences it', async () => {
      const { action, compensation, key } = newStep({ amount: 500 });
      expect(await overtake(key, action, compensation)).toEqual([BAD_NO, NOTHING_TO_UNDO]);
      expect(await bench().send(action)).toEqual(refusedWith('FENCED'));
      expect(await bench().effectsOf(key)).toEqual([]);
    });
  });

  describe('Duty 2: a duplicate is answered again', () => {
    it('with the stored reply, and the effect is not repeated', async () => {
      const { action, key } = newStep();
      for (const attempt of [1, 1, 2]) {
        expect(await bench().send({ ...action, attempt })).toEqual(AUTHORIZED);
      }
      expect(await bench().effectsOf(key)).toEqual(['authorized']);
    });
  });
}

function compensations(bench: () => DutiesBench): void {
  describe('Duty 3: compensations, fences and inquiries', () => {
    it('a compensation undoes its action, once, knowing what the action gave', async () => {
      const { action, compensation, key } = newStep();
      await bench().send(action);
      expect(await bench().send(compensation)).toEqual(UNDONE);
      expect(await bench().send({ ...compensation, attempt: 2 })).toEqual(UNDONE);
      expect(await bench().effectsOf(key)).toEqual(['authorized', 'voided']);
    });

    it.each([
      ['is refused', 'refuse', refusedWith('NOT_VOIDABLE')],
      ['fails', 'later', LATER],
    ])('a compensation that %s leaves the action done, for the next', async (_, plan, answer) => {
      const { action, compensation, key } = newStep();
      await bench().send(action);
      await bench().plan(key, plan);
      expect(await bench().send(compensation)).toEqual(answer);
      expect(await bench().effectsOf(key)).toEqual(['authorized']);
      expect(await bench().send(action)).toEqual(AUTHORIZED);
      expect(await bench().send({ ...compensation, attempt: 2 })).toEqual(UNDONE);
    });

    it('an inquiry tells the stored outcome', async () => {
      const refused = newStep({ amount: 500 });
      await bench().send(refused.action);
      expect(await bench().send(refused.inquiry)).toEqual(BAD_NO);
      const undone = newStep();
      await bench().send(undone.action);
      expect(await bench().send(undone.inquiry)).toEqual(AUTHORIZED);
      await bench().send(undone.compensation);
      expect(await bench().send(undone.inquiry)).toEqual(refusedWith('FENCED'));
    });
  });
}

function refusals(bench: () => DutiesBench): void {
  describe('Duty 4: a refusal is stored, an error is not', () => {
    it('a refusal can be stored although a statement of the handler failed', async () => {
      const { action, key } = newStep();
      await bench().plan(key, 'fail and refuse');
      expect(await bench().send(action)).toEqual(refusedWith('NOT_VOIDABLE'));
      expect(await bench().inboxRow(key)).toMatchObject({ outcome: 'refused' });
      expect(await bench().send(action)).toEqual(refusedWith('NOT_VOIDABLE'));
      expect(await bench().effectsOf(key)).toEqual([]);
    });

    it.each([
      ['asks for another try', 'later', LATER],
      ['breaks, of which nothing is told', 'break', erroredWith('INTERNAL_ERROR')],
      ['keeps a failed statement to itself', 'swallow', erroredWith('TRANSACTION_ABORTED')],
      ['ends the transaction itself', 'commit', erroredWith('TRANSACTION_CONTROL')],
      ['returns what is not JSON', 'NaN', erroredWith('OUTPUT_UNUSABLE')],
    ])('an action that %s leaves neither effect nor row', async (_, plan, answer) => {
      const { action, key } = newStep();
      await bench().plan(key, plan);
      const given = await bench().send(action);
      expect(given).toEqual(answer);
      expect(JSON.stringify(given)).not.toContain('a secret');
      expect(await bench().inboxRow(key)).toBeUndefined();
      expect(await bench().send({ ...action, attempt: 2 })).toEqual(AUTHORIZED);
      expect(await bench().effectsOf(key)).toEqual(['authorized']);
    });

    it('a command without a handler is an error', async () => {
      const { action, key } = newStep();
      const unknown = { ...action, command: 'payment.missing' };
      expect(await bench().send(unknown)).toEqual(erroredWith('UNKNOWN_COMMAND'));
      expect(await bench().inboxRow(key)).toBeUndefined();
    });
  });
}

function reusedKeys(bench: () => DutiesBench): void {
  describe('Duty 6: another input under a known key is refused', () => {
    it('for an action, whatever became of it, and nothing is applied', async () => {
      const { action, compensation, key } = newStep({ amount: 10, card: { a: 1, b: 2 } });
      const other = { ...action, data: { amount: 11, card: { a: 1, b: 2 } } };
      await bench().send(action);
      expect(await bench().send(other)).toEqual(refusedWith('KEY_REUSED'));
      await bench().send(compensation);
      expect(await bench().send(other)).toEqual(refusedWith('KEY_REUSED'));
      expect(await bench().effectsOf(key)).toEqual(['authorized', 'voided']);
    });

    it('but the same input with its keys in another order is a duplicate', async () => {
      const { action } = newStep({ amount: 10, card: { a: 1, b: 2 } });
      await bench().send(action);
      const reordered = { ...action, data: { card: { b: 2, a: 1 }, amount: 10 } };
      expect(await bench().send(reordered)).toEqual(AUTHORIZED);
    });

    it('for another command of the same key', async () => {
      const { action, key } = newStep();
      await bench().send(action);
      const other = { ...action, command: 'payment.void' };
      expect(await bench().send(other)).toEqual(refusedWith('KEY_REUSED'));
      expect(await bench().effectsOf(key)).toEqual(['authorized']);
    });

    it('for a compensation, whose input may be another than the action’s, by its own', async () => {
      const { action, compensation, key } = newStep();
      await bench().send(action);
      const own = { ...compensation, data: { reason: 'out of stock' } };
      expect(await bench().send(own)).toEqual(UNDONE);
      const other = { ...compensation, data: { reason: 'another' } };
      expect(await bench().send(other)).toEqual(refusedWith('KEY_REUSED'));
      expect(await bench().effectsOf(key)).toEqual(['authorized', 'voided']);
    });
  });
}
