import { Senders } from './senders.js';
import { Pulse } from '../pulse/pulse.js';
import { ManualClock, MemorySagaStore } from '#testing-internal';

async function sendersOf(
  known: Record<string, string | null>,
  accounts: readonly { participant: string; account: string }[] = [],
): Promise<Senders> {
  const directory = { accounts: async () => new Map(Object.entries(known)) };
  const report = () => {};
  const clock = new ManualClock();
  const pulse = { onChange: () => {} };
  const parts = { directory, clock, report, pulse, prefix: 'conductor', accounts };
  const senders = new Senders(parts);
  await senders.start();
  return senders;
}

describe('Of a message for a participant', () => {
  it.each(['payment', 'conductor-payment'])('its own account %s may send it', async (account) => {
    const senders = await sendersOf({ payment: null, shipping: null });
    expect(senders.refusal('payment', account)).toBeNull();
  });

  it.each(['payment', 'conductor-payment'])(
    'the account %s of another may not',
    async (account) => {
      const senders = await sendersOf({ payment: null, shipping: null });
      expect(senders.refusal('shipping', account)).toBe(
        `${account} is the account of payment, not of shipping`,
      );
    },
  );

  it.each(['guest', 'services', null])('nobody’s account may (%s)', async (account) => {
    const senders = await sendersOf({ payment: null, shipping: null });
    expect(senders.refusal('shipping', account)).toBeNull();
  });

  it.each(['guest', 'payment', null])(
    'no other may (%s) once it has described itself by its own',
    async (account) => {
      const senders = await sendersOf({ payment: null, shipping: null });
      senders.prove('shipping', 'shipping');
      expect(senders.refusal('shipping', account)).not.toBeNull();
      expect(senders.refusal('shipping', 'shipping')).toBeNull();
      expect(senders.refusal('payment', null)).toBeNull();
    },
  );

  it('may be sent by whom the setting names, who may be shared', async () => {
    const accounts = [
      { participant: 'payment', account: 'finance' },
      { participant: 'invoice', account: 'finance' },
    ];
    const senders = await sendersOf({ payment: null, invoice: null, shipping: null }, accounts);
    expect(senders.refusal('payment', 'finance')).toBeNull();
    expect(senders.refusal('invoice', 'finance')).toBeNull();
    expect(senders.refusal('shipping', 'finance')).toMatch('finance is the account of payment');
  });
});

describe('What another replica learnt of accounts', () => {
  async function setUp() {
    const clock = new ManualClock();
    const store = new MemorySagaStore();
    const report = () => {};
    const pulse = new Pulse({ store: store.pulse, clock, report });
    const found = new Map<string, string | null>([['shipping', null]]);
    const looks: Error[] = [];
    const accounts = async () => {
      const error = looks.shift();
      if (error) throw error;
      return new Map(found);
    };
    const senders = new Senders({ directory: { accounts }, clock, report, pulse, prefix: 'test' });
    pulse.start();
    await clock.advance(100);
    await senders.start();
    const isProven = (): boolean => senders.refusal('shipping', null) !== null;
    return { clock, versions: store.pulse.versions, found, looks, isProven };
  }

  it.each(['definitions', 'participants'] as const)(
    'is known here within a second of a change of %s',
    async (catalog) => {
      // given
      const { clock, versions, found, isProven } = await setUp();
      // when
      found.set('shipping', 'shipping');
      versions[catalog] = '2';
      await clock.advance(1000);
      // then
      expect(isProven()).toBe(true);
    },
  );

  it('is looked for again when the database was away', async () => {
    // given
    const { clock, versions, found, looks, isProven } = await setUp();
    found.set('shipping', 'shipping');
    looks.push(new Error('away'));
    versions.participants = '2';
    // when
    await clock.advance(1000);
    const atFirst = isProven();
    await clock.advance(10_000);
    // then
    expect([atFirst, isProven()]).toEqual([false, true]);
  });
});
