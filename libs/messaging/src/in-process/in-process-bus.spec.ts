import { messageBusContract } from '#testing-internal';
import { InProcessBroker } from './in-process-broker.js';
import { InProcessBus } from './in-process-bus.js';

messageBusContract('the bus within a process', () => {
  const broker = new InProcessBroker();
  return Promise.resolve({
    account: 'tester',
    createBus: () => new InProcessBus(broker, 'tester'),
    dispose: () => Promise.resolve(),
  });
});

describe('The bus within a process', () => {
  it('does not survive its process, and says so', () => {
    expect(new InProcessBus(new InProcessBroker()).durable).toBe(false);
  });

  it('never delivers within the call that publishes', async () => {
    const bus = new InProcessBus(new InProcessBroker());
    await bus.open({ exchanges: [], queues: [{ name: 'q', bindings: [] }] });
    const seen: string[] = [];
    await bus.consume('q', { prefetch: 1 }, () => seen.push('delivered'));
    const published = bus.publish([
      { exchange: '', routingKey: 'q', body: Buffer.from('{}'), properties: {} },
    ]);
    seen.push('published');
    await published;
    expect(seen).toEqual(['published', 'delivered']);
  });
});
