import {
  conductorNames,
  conductorTopology,
  hintsTopology,
  participantTopology,
  queueArguments,
  replyQueueTopology,
  type Topology,
} from '#bus';
import type { JsonObject } from '#protocol';

/** A channel of the document: an exchange with its routing key, or a queue. */
export interface Place {
  readonly address: string;
  readonly title: string;
  readonly summary: string;
  /** Names of messages that go there. */
  readonly messages: readonly string[];
  readonly parameters?: Readonly<Record<string, string>>;
}

const PARTICIPANT = { participant: 'Name of the participant: the beginning of its commands.' };
const REPLICA = { replica: 'Number of a replica of the conductor, from 0.' };
const COMMANDS = ['command', 'commandEnvelope'];
const REPLIES = ['reply', 'replyEnvelope', 'partialReply'];
const EVENTS = ['lifeCycleEvent', 'domainEvent', 'foreignEvent', 'auditEvent', 'alertEvent'];
const INTAKE = ['start', 'signal', 'description'];

/** What is said of exchanges, by their names without the prefix; the routing key is the address. */
const EXCHANGES: Readonly<Record<string, Place>> = {
  commands: {
    address: '{participant}',
    title: 'Commands exchange',
    summary: 'Every participant’s queue is bound to it by its name, and nothing else is',
    messages: COMMANDS,
    parameters: PARTICIPANT,
  },
  replies: {
    address: '{replyQueue}',
    title: 'Replies exchange',
    summary: 'For accounts that may write replies and nothing else',
    messages: REPLIES,
    parameters: { replyQueue: 'The `replyTo` of the command.' },
  },
  events: {
    address: '{event}',
    title: 'Events exchange',
    summary: 'Events of sagas and of services, by their names',
    messages: EVENTS,
    parameters: { event: 'The event’s name: `saga.completed.order-fulfilment`, `order.placed`.' },
  },
  descriptions: {
    address: '{participant}',
    title: 'Descriptions exchange',
    summary: 'For accounts that may describe one participant and nothing else',
    messages: ['description'],
    parameters: PARTICIPANT,
  },
  dead: {
    address: '{queue}',
    title: 'Dead-letter exchange',
    summary: 'What a limit of the broker set aside, and commands that nobody can use',
    messages: ['deadCommand'],
    parameters: { queue: 'The queue that the message was taken from, or its routing key.' },
  },
  live: {
    address: 'hints',
    title: 'Live exchange',
    summary: 'Replicas of the conductor tell each other of changes. Not for services',
    messages: ['hint'],
  },
};

/** What is said of queues, by their names without the prefix. */
const QUEUES: Readonly<Record<string, Omit<Place, 'address'> & { readonly key: string }>> = {
  'commands.{participant}': {
    key: 'commandQueue',
    title: 'Queue of a participant',
    summary: 'From here a participant takes its commands',
    messages: COMMANDS,
    parameters: PARTICIPANT,
  },
  replies: {
    key: 'replyQueue',
    title: 'Reply queue of all replicas',
    summary: 'Takes replies when no replica has a queue of its own; through the default exchange',
    messages: REPLIES,
  },
  'replies.{replica}': {
    key: 'replicaReplyQueue',
    title: 'Reply queue of a replica',
    summary: 'Named in `replyTo`: reached through the default exchange, or the replies exchange',
    messages: REPLIES,
    parameters: REPLICA,
  },
  intake: {
    key: 'intakeQueue',
    title: 'Intake queue',
    summary:
      'Starts, signals, descriptions; reached through the default exchange. Events of triggers',
    messages: [...INTAKE, 'foreignEvent', 'domainEvent', 'lifeCycleEvent'],
  },
  dead: {
    key: 'deadQueue',
    title: 'Dead-letter queue',
    summary: 'Nobody consumes it: people look into it',
    messages: ['deadCommand'],
  },
  'live.{process}': {
    key: 'liveQueue',
    title: 'Queue for hints of a replica',
    summary: 'Goes a minute after its replica. Not for services',
    messages: ['hint'],
    parameters: { process: 'An id of the process.' },
  },
};

/** Everything that is declared on the broker, with a place for what it is not known beforehand. */
export function wholeTopology(prefix: string): Topology {
  const { repliesQueue, repliesExchange } = conductorNames(prefix);
  const name = `${repliesQueue}.{replica}`;
  const parts = [
    conductorTopology(prefix),
    participantTopology(prefix, '{participant}'),
    hintsTopology(prefix, '{process}'),
    replyQueueTopology(prefix, 0),
  ];
  const queues = parts.flatMap((part) => part.queues);
  const exchanges = parts.flatMap((part) => part.exchanges);
  return {
    exchanges: [...new Map(exchanges.map((each) => [each.name, each])).values()],
    queues: queues.map((queue) =>
      queue.name === `${repliesQueue}.0`
        ? { ...queue, name, bindings: [{ exchange: repliesExchange, routingKey: name }] }
        : queue,
    ),
  };
}

/**
 * Channels by name: each exchange and each queue that is declared.
 *
 * @throws Error of something that is declared and not described here
 */
export function channelsOf(prefix: string): JsonObject {
  const { exchanges, queues } = wholeTopology(prefix);
  return {
    ...Object.fromEntries(exchanges.map((each) => exchangeChannel(prefix, each))),
    ...Object.fromEntries(queues.map((each) => queueChannel(prefix, each))),
  };
}

function exchangeChannel(prefix: string, { name, type }: Topology['exchanges'][number]) {
  const key = ownName(prefix, name);
  const place = EXCHANGES[key];
  if (place === undefined) throw new Error(`the exchange ${name} is not described`);
  const exchange = { name, type, durable: true, autoDelete: false, vhost: '/' };
  const bindings = { amqp: { is: 'routingKey', exchange, bindingVersion: '0.3.0' } };
  return [key, { ...channel(place), bindings }] as const;
}

function queueChannel(prefix: string, queue: Topology['queues'][number]) {
  const { name, bindings: boundBy } = queue;
  const place = QUEUES[ownName(prefix, name)];
  if (place === undefined) throw new Error(`the queue ${name} is not described`);
  const { key, ...said } = place;
  const declared = { name, durable: true, exclusive: false, autoDelete: false, vhost: '/' };
  const bindings = { amqp: { is: 'queue', queue: declared, bindingVersion: '0.3.0' } };
  return [
    key,
    {
      ...channel({ ...said, address: name }),
      bindings,
      'x-queue-arguments': { ...queueArguments(queue) },
      'x-bound-to': boundBy.map((each) => ({ ...each })),
    },
  ] as const;
}

function ownName(prefix: string, name: string): string {
  return name.slice(prefix.length + 1);
}

function channel({ address, title, summary, messages, parameters }: Place): JsonObject {
  const references = messages.map((each) => [each, { $ref: `#/components/messages/${each}` }]);
  const all = Object.entries(parameters ?? {});
  const described = all.map(([name, description]) => [name, { description }]);
  return {
    address,
    title,
    summary,
    messages: Object.fromEntries(references) as JsonObject,
    ...(all.length === 0 ? {} : { parameters: Object.fromEntries(described) as JsonObject }),
  };
}
