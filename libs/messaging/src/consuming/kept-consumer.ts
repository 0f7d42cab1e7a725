import type { ConnectionKeeper, KeeperOptions } from '../connection/connection-keeper.js';
import { askForQueue } from '../topology/probe-questions.js';
import { RabbitConsumer, type ConsumerOptions } from './rabbit-consumer.js';

/** A consumer and its connection. */
export interface KeptConsumer {
  readonly consumer: RabbitConsumer;
  readonly keeper: ConnectionKeeper;
}

/** Not connected yet. */
export function keepConsumer(
  options: ConsumerOptions,
  createKeeper: (use: Pick<KeeperOptions, 'setUp' | 'question'>) => ConnectionKeeper,
): KeptConsumer {
  const { queue, declare } = options;
  const consumer = new RabbitConsumer(options);
  const keeper = createKeeper({
    setUp: async (connection, incoming) => {
      await declare(connection);
      connection.on('close', () => consumer.detach());
      await consumer.attach(connection, incoming);
    },
    question: (connection) => askForQueue(connection, queue),
  });
  return { consumer, keeper };
}
