import { Senders } from './senders.js';
import { ManualClock } from '#testing-internal';

async function sendersOf(
  known: Record<string, string | null>,
  accounts: readonly { participant: string; account: string }[] = [],
): Promise<Senders> {
  const directory = { accounts: async () => new Map(Object.entries(known)) };
  const report = () => {};
  const clock = new ManualClock();
  const senders = new Senders({ directory, clock, report, prefix: 'conductor', accounts });
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
