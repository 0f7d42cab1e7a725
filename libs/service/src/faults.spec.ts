import { NoReply, TryAgainLater } from '#participant';
import { validateSync } from 'class-validator';
import { actOutFault, IsFaultPlan, type FaultPlan } from './faults.js';

class Input {
  @IsFaultPlan()
  faults!: unknown;
}

const attempt = (number: number) => ({ command: 'payment.void', attempt: number });

describe('A fault on request', () => {
  it('fails so many attempts and then lets the command through', async () => {
    const plan: FaultPlan = { 'payment.void': { mode: 'fail', times: 2 } };

    await expect(actOutFault(plan, attempt(1))).rejects.toThrow(TryAgainLater);
    await expect(actOutFault(plan, attempt(2))).rejects.toThrow(TryAgainLater);
    await expect(actOutFault(plan, attempt(3))).resolves.toBeUndefined();
  });

  it('without a number goes on for ever', async () => {
    const plan: FaultPlan = { 'payment.void': { mode: 'silent' } };

    await expect(actOutFault(plan, attempt(1_000))).rejects.toThrow(NoReply);
  });

  it('can take its time', async () => {
    const plan: FaultPlan = { 'payment.void': { mode: 'slow', delayMs: 1 } };

    await expect(actOutFault(plan, attempt(1))).resolves.toBeUndefined();
  });

  it('is meant for the named command only', async () => {
    const plan: FaultPlan = { 'payment.authorize': { mode: 'fail' } };

    await expect(actOutFault(plan, attempt(1))).resolves.toBeUndefined();
    await expect(actOutFault(null, attempt(1))).resolves.toBeUndefined();
    await expect(
      actOutFault(plan, { command: 'constructor', attempt: 1 }),
    ).resolves.toBeUndefined();
  });
});

describe('A plan of faults', () => {
  it.each<unknown>([
    {},
    { 'payment.void': { mode: 'fail', times: 12 } },
    { 'payment.void': { mode: 'silent' }, 'shipping.ship': { mode: 'slow', delayMs: 500 } },
  ])('may be %j', (faults) => {
    expect(faultsFoundIn(faults)).toBe(0);
  });

  it.each<unknown>([
    null,
    [],
    'fail',
    { 'payment.void': null },
    { 'payment.void': { mode: 'explode' } },
    { 'payment.void': { mode: 'fail', times: -1 } },
    { 'payment.void': { mode: 'fail', times: 1.5 } },
    { 'payment.void': { mode: 'slow', delayMs: 3_600_000 } },
    { 'payment.void': { mode: 'fail', code: 'X' } },
  ])('may not be %j', (faults) => {
    expect(faultsFoundIn(faults)).toBe(1);
  });
});

function faultsFoundIn(faults: unknown): number {
  return validateSync(Object.assign(new Input(), { faults })).length;
}
