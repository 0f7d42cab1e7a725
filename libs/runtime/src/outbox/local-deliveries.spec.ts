import type { Fault } from '#resilience';
import type { LocalMessage } from '../children/local-messages.js';
import { ManualClock, settle } from '#testing-internal';
import { LocalDeliveries } from './local-deliveries.js';

/** What is delivered ends when the test says so. */
function setUp() {
  const clock = new ManualClock();
  const faults: Fault[] = [];
  const done: [string, boolean][] = [];
  const begun: { readonly id: string; end: (error?: Error) => void }[] = [];
  const deliveries = new LocalDeliveries({
    clock,
    report: (fault) => faults.push(fault),
    onDone: ({ message }, isDelivered) => done.push([message.messageId, isDelivered]),
    local: {
      deliver: ({ messageId: id }) =>
        new Promise((resolve, reject) => {
          begun.push({ id, end: (error) => (error ? reject(error) : resolve()) });
        }),
    },
  });
  const add = (id: string, root: string, direction = 'execute'): boolean => {
    const message = { type: 'command', messageId: id, sagaId: root, direction, child: { root } };
    return deliveries.add({ message: message as unknown as LocalMessage, tries: 0 } as never);
  };
  const ids = () => begun.map(({ id }) => id);
  return { clock, faults, done, begun, deliveries, add, ids };
}

/** More than are delivered at once. */
function flood(add: ReturnType<typeof setUp>['add'], count = 1000): void {
  for (let at = 0; at < count; at++) add(`large-${at}`, 'large');
}

describe('What sagas say to each other', () => {
  it('is delivered a bounded number at a time, each when another one is done', async () => {
    const { begun, add, done, ids } = setUp();
    flood(add);
    expect(begun).toHaveLength(400);
    begun[7]?.end();
    await settle();
    expect(done).toEqual([['large-7', true]]);
    expect(ids().at(-1)).toBe('large-400');
  });

  it('does not wait for what a large family says', async () => {
    const { begun, add, ids } = setUp();
    flood(add);
    add('of another', 'small');
    for (const { end } of begun.slice(0, 2)) end();
    await settle();
    expect(ids().slice(400)).toContain('of another');
  });

  it('on the way back does not wait for what is on the way forward', async () => {
    const { begun, add, ids } = setUp();
    flood(add);
    add('taken back', 'large', 'compensate');
    for (const { end } of begun.slice(0, 2)) end();
    await settle();
    expect(ids().slice(400)).toContain('taken back');
  });

  it('stays in the outbox when too much of it waits; a small family is always heard', () => {
    const { add, deliveries } = setUp();
    flood(add, 5000);
    expect(deliveries.spare).toBe(0);
    expect(add('one more', 'large')).toBe(false);
    expect(add('of another', 'small')).toBe(true);
  });

  it('and cannot be delivered is told now and then, with how often that was', async () => {
    const { begun, add, done, faults, clock } = setUp();
    flood(add, 300);
    for (const { end } of begun) end(new Error('no'));
    await settle();
    expect(done.every(([, isDelivered]) => !isDelivered)).toBe(true);
    expect(faults.map(({ during }) => during)).toEqual(['deliver large-0']);
    await clock.advance(10_000);
    add('again', 'large');
    begun.at(-1)?.end(new Error('no'));
    await settle();
    expect(faults[1]?.during).toBe('deliver again, and 299 others before it');
  });
});
