import { messageBusContract } from '#testing';
import { InProcessBroker } from './in-process-broker.js';
import { InProcessBus } from './in-process-bus.js';

messageBusContract('the bus within a process', () => {
  const broker = new InProcessBroker();
  return Promise.resolve({
    createBus: () => new InProcessBus(broker),
    dispose: () => Promise.resolve(),
  });
});
