import { Firehose, TappedBroker } from '../index.js';

const broker = new TappedBroker('shop', true);

function send(body: string, routingKey = 'shop.replies', exchange = ''): void {
  const properties = { correlationId: 'c' };
  broker.route({ exchange, routingKey, body: Buffer.from(body), properties });
}

function endOfTest(): Promise<void> {
  const hooks = globalThis as unknown as Record<symbol, () => Promise<void>>;
  return hooks[Symbol.for('conductor.live-messages')]?.() ?? Promise.reject(new Error('no hook'));
}

describe('A message that crosses a broker in a test', () => {
  it('given it fits its schema, then it is counted', async () => {
    const before = Firehose.live.seen.get('reply') ?? 0;
    send('{"outcome":"succeeded"}');
    expect(Firehose.live.seen.get('reply')).toBe(before + 1);
    await endOfTest();
  });

  it('given it fits none, then the test fails, and shows it with what is wrong', async () => {
    send('{"outcome":"later"}');
    await expect(endOfTest()).rejects.toThrow(
      /to the default exchange \(shop\.replies\) is no reply:[^]*body \{"outcome":"later"\}/,
    );
    await endOfTest();
  });

  it.each([
    ['no JSON', 'later', 'shop.replies'],
    ['a pattern that the intake queue does not know', '{"pattern":"saga.stop"}', 'shop.intake'],
    ['a command without headers', '{"pattern":"a.b","data":1,"id":"m"}', 'shop.commands.a'],
  ])('given %s, then it fails', async (_what, body, queue) => {
    send(body, queue);
    await expect(endOfTest()).rejects.toThrow(body);
  });

  it('given it is broken on purpose or of another installation, it is left alone', async () => {
    send(TappedBroker.brokenOnPurpose('{"outcome":"never"}'));
    send('{"outcome":"later"}', 'other.replies');
    await endOfTest();
  });
});
