import type { PublishOutcome } from '#bus';
import { packCommands } from '#contracts';
import type { RelayBus } from '../outbox/relay-bus.js';

/**
 * A bus that puts commands for the same participant into envelopes, of at most so many as
 * `carriedMaxOf` says. The outcome of an envelope is that of each of its commands.
 */
export function inEnvelopes(
  bus: RelayBus,
  carriedMaxOf: (participant: string) => number,
): RelayBus {
  return {
    declare: (topology) => bus.declare(topology),
    status: () => bus.status(),
    onStatus: (listener) => bus.onStatus(listener),
    publish: async (messages) => {
      const parcels = packCommands(messages, carriedMaxOf);
      const published = await bus.publish(parcels.map(({ message }) => message));
      const outcomes = messages.map(() => 'unknown' as PublishOutcome);
      parcels.forEach(({ positions }, index) => {
        for (const position of positions) outcomes[position] = published[index] ?? 'unknown';
      });
      return outcomes;
    },
  };
}
