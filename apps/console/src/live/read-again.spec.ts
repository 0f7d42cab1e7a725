import { jest } from '@jest/globals';
import { ReadAgain } from './read-again.js';

const EVERY_MS = 1_000;

/** Counts what is read; a read takes until `finish` is called. */
function reading(isBeingRead = () => false) {
  const ends: (() => void)[] = [];
  const read = () => new Promise<void>((resolve) => ends.push(resolve));
  const again = new ReadAgain({ read, isBeingRead, everyMs: EVERY_MS });
  const finish = async (): Promise<void> => {
    ends.at(-1)?.();
    await jest.advanceTimersByTimeAsync(EVERY_MS);
  };
  return { again, finish, count: () => ends.length };
}

describe('What is read again', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('given steady changes, when a read takes long, then it is not cut off', async () => {
    const { again, finish, count } = reading();
    for (let changes = 0; changes < 20; changes++) {
      again.ask();
      await jest.advanceTimersByTimeAsync(EVERY_MS);
    }
    expect(count()).toBe(1);
    await finish();
    expect(count()).toBe(2);
    await finish();
    expect(count()).toBe(2);
  });

  it('given quick reads, when it becomes old often, then at most one begins a second', async () => {
    const { again, finish, count } = reading();
    for (let changes = 0; changes < 50; changes++) again.ask();
    await finish();
    expect(count()).toBe(2);
    await finish();
    again.ask();
    expect(count()).toBe(3);
  });

  it('given another read is under way, when it becomes old, then it is read after it', async () => {
    let isOther = true;
    const { again, finish, count } = reading(() => isOther);
    again.ask();
    isOther = false;
    await finish();
    expect(count()).toBe(2);
  });

  it('given nobody sees it any more, when it becomes old, then it is not read', async () => {
    const { again, finish, count } = reading();
    again.ask();
    again.ask();
    again.end();
    await finish();
    expect(count()).toBe(1);
  });
});
