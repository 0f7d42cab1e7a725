import type { JsonObject } from '#protocol';

interface Operation {
  readonly action: 'send' | 'receive';
  readonly channel: string;
  readonly messages: readonly string[];
  readonly title: string;
  readonly summary: string;
  /** The channels that take what is answered. */
  readonly answers?: { readonly channel: string; readonly messages: readonly string[] };
  /** The broker gives it back when no queue takes it. */
  readonly mandatory?: boolean;
}

const OPERATIONS: Readonly<Record<string, Operation>> = {
  sendCommand: {
    action: 'send',
    channel: 'commands',
    messages: ['command', 'commandEnvelope'],
    title: 'Send a command',
    summary: 'At least once; mandatory, so that one without a queue comes back',
    answers: { channel: 'replicaReplyQueue', messages: ['reply', 'replyEnvelope', 'partialReply'] },
    mandatory: true,
  },
  receiveReply: {
    action: 'receive',
    channel: 'replicaReplyQueue',
    messages: ['reply', 'replyEnvelope', 'partialReply'],
    title: 'Take a reply',
    summary: 'Acknowledged once what follows from it is committed, or once it is set aside',
  },
  receiveReplyOfAll: {
    action: 'receive',
    channel: 'replyQueue',
    messages: ['reply', 'replyEnvelope', 'partialReply'],
    title: 'Take a reply that any replica may take',
    summary: 'As the one before',
  },
  sendEvent: {
    action: 'send',
    channel: 'events',
    messages: ['lifeCycleEvent', 'domainEvent', 'auditEvent', 'alertEvent'],
    title: 'Publish an event',
    summary: 'At least once; it is fine if nobody listens',
  },
  receiveEvent: {
    action: 'receive',
    channel: 'intakeQueue',
    messages: ['foreignEvent', 'domainEvent', 'lifeCycleEvent'],
    title: 'Take an event',
    summary: 'Of those names alone that a definition starts sagas for, or waits for',
  },
  receiveStart: {
    action: 'receive',
    channel: 'intakeQueue',
    messages: ['start'],
    title: 'Start a saga',
    summary: 'As over REST; the message id makes a repetition harmless',
  },
  receiveSignal: {
    action: 'receive',
    channel: 'intakeQueue',
    messages: ['signal'],
    title: 'Give a saga a signal',
    summary: 'As over REST; the message id makes a repetition harmless',
  },
  receiveDescription: {
    action: 'receive',
    channel: 'descriptions',
    messages: ['description'],
    title: 'Learn which commands a participant takes',
    summary: 'By its own exchange, or through the default exchange to the intake queue',
  },
  setCommandAside: {
    action: 'receive',
    channel: 'dead',
    messages: ['deadCommand'],
    title: 'Set a command aside',
    summary: 'The participant library does; nobody consumes it',
  },
  sendHint: {
    action: 'send',
    channel: 'live',
    messages: ['hint'],
    title: 'Tell other replicas',
    summary: 'Not for services',
  },
};

const PERSISTENT = 2;

export function operations(): JsonObject {
  return Object.fromEntries(Object.entries(OPERATIONS).map(([id, each]) => [id, toDocument(each)]));
}

function toDocument({ answers, mandatory, ...said }: Operation): JsonObject {
  const { action, channel, messages, title, summary } = said;
  const amqp = {
    deliveryMode: PERSISTENT,
    ...(action === 'send' ? { mandatory: mandatory === true } : { ack: true }),
    bindingVersion: '0.3.0',
  };
  return {
    action,
    title,
    summary,
    channel: { $ref: `#/channels/${channel}` },
    messages: messagesOf(channel, messages),
    bindings: { amqp },
    ...(answers === undefined
      ? {}
      : {
          reply: {
            channel: { $ref: `#/channels/${answers.channel}` },
            messages: messagesOf(answers.channel, answers.messages),
          },
        }),
  };
}

function messagesOf(channel: string, names: readonly string[]): readonly JsonObject[] {
  return names.map((name) => ({ $ref: `#/channels/${channel}/messages/${name}` }));
}
