import type { MessageBus } from '#bus';
import { settle } from '#testing-internal';
import { BusClosedError } from '../reporting/bus-errors.js';
import { openPatiently } from './open-patiently.js';

/** A bus whose opening ends when the test says so. */
function opening() {
  let fail: (error: Error) => void = () => {};
  const open = new Promise<void>((_resolve, reject) => {
    fail = reject;
  });
  return {
    bus: { open: () => open } as unknown as MessageBus,
    fail: (error: Error) => fail(error),
  };
}

describe('A broker that is away', () => {
  it('is waited for in the background, and what ends that is told', async () => {
    const failures: unknown[] = [];
    const { bus, fail } = opening();
    await openPatiently(bus, { waitMs: 1, onFailure: (error) => failures.push(error) });

    const mismatch = new Error('the queue exists with other properties');
    fail(mismatch);
    await settle();

    expect(failures).toEqual([mismatch]);
  });

  it('is not waited for any more once the bus is closed, which is no failure', async () => {
    const failures: unknown[] = [];
    const { bus, fail } = opening();
    await openPatiently(bus, { waitMs: 1, onFailure: (error) => failures.push(error) });

    fail(new BusClosedError());
    await settle();

    expect(failures).toEqual([]);
  });
});
