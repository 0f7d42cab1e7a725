import type { Topology } from '#contracts';

/** One topology that asks for all that either asks for. */
export function mergeTopologies(first: Topology, second: Topology): Topology {
  const exchanges = new Map(first.exchanges.map((exchange) => [exchange.name, exchange]));
  for (const exchange of second.exchanges) exchanges.set(exchange.name, exchange);
  const queues = new Map(first.queues.map((queue) => [queue.name, queue]));
  for (const { name, bindings } of second.queues) {
    const known = queues.get(name)?.bindings ?? [];
    const added = bindings.filter(
      (binding) =>
        !known.some(
          ({ exchange, routingKey }) =>
            exchange === binding.exchange && routingKey === binding.routingKey,
        ),
    );
    queues.set(name, { name, bindings: [...known, ...added] });
  }
  return { exchanges: [...exchanges.values()], queues: [...queues.values()] };
}

/** What of it one queue needs. */
export function topologyOf({ exchanges, queues }: Topology, queue: string): Topology {
  const own = queues.filter(({ name }) => name === queue);
  const bound = new Set(own.flatMap(({ bindings }) => bindings.map(({ exchange }) => exchange)));
  return { exchanges: exchanges.filter(({ name }) => bound.has(name)), queues: own };
}

export const NO_TOPOLOGY: Topology = { exchanges: [], queues: [] };
