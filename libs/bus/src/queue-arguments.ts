import type { Topology } from './message-bus.js';

type QueueArguments = Readonly<Record<string, string | number>>;

const QUORUM: QueueArguments = { 'x-queue-type': 'quorum' };
/** Nobody else declares it, so that its limits may be here; see `isPassing`. */
const PASSING: QueueArguments = {
  'x-queue-type': 'classic',
  'x-expires': 60_000,
  'x-message-ttl': 10_000,
  'x-max-length': 1_000,
};

/**
 * With what a queue is declared. The only argument of a lasting one is its type: services in other
 * languages declare the queues too, and any further argument would have to be the same everywhere.
 */
export function queueArguments({
  isPassing,
}: Pick<Topology['queues'][number], 'isPassing'>): QueueArguments {
  return isPassing === true ? PASSING : QUORUM;
}
