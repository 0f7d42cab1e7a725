import type { Topology } from './message-bus.js';

/** The names of everything on the broker. Installations with different prefixes share a broker. */
export interface ConductorNames {
  readonly commandsExchange: string;
  readonly repliesQueue: string;
  readonly eventsExchange: string;
  readonly intakeQueue: string;
  readonly deadExchange: string;
  readonly deadQueue: string;
}

export function conductorNames(prefix: string): ConductorNames {
  return {
    commandsExchange: `${prefix}.commands`,
    repliesQueue: `${prefix}.replies`,
    eventsExchange: `${prefix}.events`,
    intakeQueue: `${prefix}.intake`,
    deadExchange: `${prefix}.dead`,
    deadQueue: `${prefix}.dead`,
  };
}

/** The queue from which one participant takes its commands. */
export function participantQueue(prefix: string, participant: string): string {
  return `${conductorNames(prefix).commandsExchange}.${participant}`;
}

/** What the conductor declares, whoever takes part. */
export function conductorTopology(prefix: string): Topology {
  const names = conductorNames(prefix);
  return {
    exchanges: [
      // A topic: the broker dead-letters under the original routing key, and all of it is kept.
      { name: names.deadExchange, type: 'topic' },
      { name: names.commandsExchange, type: 'direct' },
      { name: names.eventsExchange, type: 'topic' },
    ],
    queues: [
      { name: names.deadQueue, bindings: [{ exchange: names.deadExchange, routingKey: '#' }] },
      // Both are reached through the default exchange.
      { name: names.repliesQueue, bindings: [] },
      { name: names.intakeQueue, bindings: [] },
    ],
  };
}

/**
 * What a participant declares; the conductor does so too, so that commands wait for a late service.
 */
export function participantTopology(prefix: string, participant: string): Topology {
  const { commandsExchange } = conductorNames(prefix);
  return {
    exchanges: [{ name: commandsExchange, type: 'direct' }],
    queues: [
      {
        name: participantQueue(prefix, participant),
        bindings: [{ exchange: commandsExchange, routingKey: participant }],
      },
    ],
  };
}
