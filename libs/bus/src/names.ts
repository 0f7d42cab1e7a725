import type { Topology } from './message-bus.js';

/** The names of everything on the broker. Installations with different prefixes share a broker. */
export interface ConductorNames {
  readonly commandsExchange: string;
  /** The exchange for replies; their routing key is the name of the reply queue. */
  readonly repliesExchange: string;
  readonly repliesQueue: string;
  readonly eventsExchange: string;
  /** The exchange for descriptions of participants; their routing key is the participant's name. */
  readonly descriptionsExchange: string;
  /** The exchange by which replicas tell each other of changes, and of who listens. */
  readonly liveExchange: string;
  readonly intakeQueue: string;
  readonly deadExchange: string;
  readonly deadQueue: string;
}

export function conductorNames(prefix: string): ConductorNames {
  return {
    commandsExchange: `${prefix}.commands`,
    repliesExchange: `${prefix}.replies`,
    repliesQueue: `${prefix}.replies`,
    eventsExchange: `${prefix}.events`,
    descriptionsExchange: `${prefix}.descriptions`,
    liveExchange: `${prefix}.live`,
    intakeQueue: `${prefix}.intake`,
    deadExchange: `${prefix}.dead`,
    deadQueue: `${prefix}.dead`,
  };
}

/** A replica's own reply queue (docs/decisions/0085). */
export function replyQueue(prefix: string, number: number): string {
  return `${conductorNames(prefix).repliesQueue}.${number}`;
}

/** Whether replies wait there: the queue that all replicas read, or one with a number. */
export function isReplyQueue(prefix: string, queue: string): boolean {
  const { repliesQueue } = conductorNames(prefix);
  const rest = queue.slice(repliesQueue.length);
  return queue.startsWith(repliesQueue) && (rest === '' || /^\.\d+$/.test(rest));
}

/** What a replica declares for a reply queue with a number. */
export function replyQueueTopology(prefix: string, number: number): Topology {
  const { repliesExchange } = conductorNames(prefix);
  const name = replyQueue(prefix, number);
  return {
    exchanges: [{ name: repliesExchange, type: 'direct' }],
    queues: [{ name, bindings: [{ exchange: repliesExchange, routingKey: name }] }],
  };
}

/** What a process declares to hear hints of others (docs/decisions/0100); `id` is its own. */
export function hintsTopology(prefix: string, id: string): Topology & { readonly queue: string } {
  const { liveExchange } = conductorNames(prefix);
  const queue = `${liveExchange}.${id}`;
  return {
    queue,
    exchanges: [{ name: liveExchange, type: 'direct' }],
    queues: [
      { name: queue, isPassing: true, bindings: [{ exchange: liveExchange, routingKey: 'hints' }] },
    ],
  };
}

/** The queue from which a participant takes its commands. */
export function participantQueue(prefix: string, participant: string): string {
  return `${conductorNames(prefix).commandsExchange}.${participant}`;
}

/** The participant that a command queue belongs to; null: it is no command queue. */
export function participantOfQueue(prefix: string, queue: string): string | null {
  const start = participantQueue(prefix, '');
  return queue.startsWith(start) && queue !== start ? queue.slice(start.length) : null;
}

/** What the conductor declares, independent of participants. */
export function conductorTopology(prefix: string): Topology {
  const names = conductorNames(prefix);
  return {
    exchanges: [
      // A topic: the broker dead-letters under the original routing key, and all of it is kept.
      { name: names.deadExchange, type: 'topic' },
      { name: names.commandsExchange, type: 'direct' },
      { name: names.eventsExchange, type: 'topic' },
      ...answerExchanges(names),
    ],
    queues: [
      { name: names.deadQueue, bindings: [{ exchange: names.deadExchange, routingKey: '#' }] },
      // Both are reached through the default exchange too, which plain services use.
      {
        name: names.repliesQueue,
        bindings: [{ exchange: names.repliesExchange, routingKey: names.repliesQueue }],
      },
      {
        name: names.intakeQueue,
        bindings: [{ exchange: names.descriptionsExchange, routingKey: '#' }],
      },
    ],
  };
}

/**
 * One exchange for each kind of message of participants, so that an account can be limited to it.
 * Descriptions use a topic exchange: there the broker can limit an account to one routing key.
 */
function answerExchanges(names: ConductorNames): Topology['exchanges'] {
  return [
    { name: names.repliesExchange, type: 'direct' },
    { name: names.descriptionsExchange, type: 'topic' },
  ];
}

/**
 * What a participant needs to answer. It declares this if it may, in case it starts before the
 * first conductor. Malformed commands go to the dead letters.
 */
export function answerTopology(prefix: string): Topology {
  const names = conductorNames(prefix);
  const { exchanges, queues } = conductorTopology(prefix);
  const deadExchange = exchanges.filter(({ name }) => name === names.deadExchange);
  return {
    exchanges: [...deadExchange, ...answerExchanges(names)],
    queues: queues.filter(({ name }) => name === names.deadQueue),
  };
}

/**
 * What the conductor declares for each participant, so that commands wait for a late service. The
 * participant does so too where its account may.
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
