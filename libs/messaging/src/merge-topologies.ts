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

export const NO_TOPOLOGY: Topology = { exchanges: [], queues: [] };
