import { conductorNames, isReplyQueue, participantOfQueue } from '#bus';
import { WIRE_FORM } from '#contracts';

/** A message as it was published. */
export interface Published {
  readonly exchange: string;
  readonly routingKey: string;
  readonly contentType: string;
  /** The `pattern` of its body; undefined: it has none. */
  readonly pattern: unknown;
}

const INTAKE_KINDS: Readonly<Record<string, string>> = {
  [WIRE_FORM.startPattern]: 'start',
  [WIRE_FORM.signalPattern]: 'signal',
  [WIRE_FORM.describePattern]: 'description',
};

/**
 * The kinds of message that may go there, by the names of `messageKinds`; one of them it has to be.
 * Empty: none may. null: the place is none of this installation's.
 */
export function kindsAt(prefix: string, message: Published): readonly string[] | null {
  const names = conductorNames(prefix);
  const { exchange, routingKey, contentType, pattern } = message;
  const isOfReplies = exchange === names.repliesExchange;
  if (isOfReplies || (exchange === '' && isReplyQueue(prefix, routingKey))) {
    return contentType === WIRE_FORM.repliesType ? ['replyEnvelope'] : ['reply', 'partialReply'];
  }
  const isToParticipant = exchange === '' && participantOfQueue(prefix, routingKey) !== null;
  if (exchange === names.commandsExchange || isToParticipant) {
    return contentType === WIRE_FORM.commandsType ? ['commandEnvelope'] : ['command'];
  }
  switch (exchange) {
    case names.eventsExchange:
      return eventKinds(routingKey);
    case names.descriptionsExchange:
      return ['description'];
    case names.liveExchange:
      return ['hint'];
    case names.deadExchange:
      return ['deadCommand'];
    default:
      return exchange === '' && routingKey === names.intakeQueue ? intakeKinds(pattern) : null;
  }
}

function intakeKinds(pattern: unknown): readonly string[] {
  const kind = typeof pattern === 'string' ? INTAKE_KINDS[pattern] : undefined;
  return kind === undefined ? [] : [kind];
}

/** By the name, whose first word says whose it is. */
function eventKinds(event: string): readonly string[] {
  if (event.startsWith('saga.')) return ['lifeCycleEvent'];
  if (event.startsWith('audit.')) return ['auditEvent'];
  if (event.startsWith('alert.')) return ['alertEvent'];
  return ['domainEvent', 'foreignEvent'];
}
