import type { OutgoingMessage, PublishOutcome, Topology } from '#bus';
import { TopologyMismatchError } from '../reporting/bus-errors.js';
import { mergeTopologies, NO_TOPOLOGY } from '../topology/merge-topologies.js';
import { InProcessQueue } from './in-process-queue.js';

/** A queue holds no more than this; then publishers get `unknown`, as with `reject-publish`. */
const QUEUE_LENGTH_MAX = 1_000_000;

/**
 * Exchanges and queues in this process's memory, shared by all buses that use this broker. Its
 * contents are lost when the process ends.
 */
export class InProcessBroker {
  private topology = NO_TOPOLOGY;
  private readonly queues = new Map<string, InProcessQueue>();

  /** @throws TopologyMismatchError */
  declare(topology: Topology): void {
    for (const { name, type } of topology.exchanges) {
      const known = this.topology.exchanges.find((exchange) => exchange.name === name);
      if (known && known.type !== type) throw new TopologyMismatchError('exchange', name);
    }
    this.topology = mergeTopologies(this.topology, topology);
    for (const { name, isForeign } of topology.queues) {
      if (isForeign !== true && !this.queues.has(name)) this.queues.set(name, new InProcessQueue());
    }
  }

  queue(name: string): InProcessQueue | undefined {
    return this.queues.get(name);
  }

  /** `account`: the sender, which the receiver sees if the message asks for it. */
  route(message: OutgoingMessage, account?: string): PublishOutcome {
    const queues = this.queuesOf(message);
    if (queues.length === 0) return message.isOptional === true ? 'confirmed' : 'unroutable';
    if (queues.some(({ readyCount }) => readyCount >= QUEUE_LENGTH_MAX)) return 'unknown';
    for (const queue of queues)
      queue.put(message, message.isVouchedFor === true ? account : undefined);
    return 'confirmed';
  }

  private queuesOf({ exchange, routingKey }: OutgoingMessage): readonly InProcessQueue[] {
    if (exchange === '') {
      const queue = this.queues.get(routingKey);
      return queue ? [queue] : [];
    }
    const type = this.topology.exchanges.find(({ name }) => name === exchange)?.type;
    if (!type) return [];
    const matches = type === 'direct' ? isSame : isTopicMatch;
    return this.topology.queues
      .filter(({ bindings }) =>
        bindings.some(
          (binding) => binding.exchange === exchange && matches(binding.routingKey, routingKey),
        ),
      )
      .flatMap(({ name }) => this.queues.get(name) ?? []);
  }
}

function isSame(pattern: string, routingKey: string): boolean {
  return pattern === routingKey;
}

/** `*` stands for one word and `#` for any number of words, as in AMQP. */
function isTopicMatch(pattern: string, routingKey: string): boolean {
  const words = routingKey.split('.');
  // How many words the part of the pattern read so far can match.
  let consumed = new Set([0]);
  for (const part of pattern.split('.')) {
    const next = new Set<number>();
    for (const count of consumed) {
      if (part === '#') for (let end = count; end <= words.length; end++) next.add(end);
      else if (count < words.length && (part === '*' || part === words[count])) next.add(count + 1);
    }
    consumed = next;
  }
  return consumed.has(words.length);
}
