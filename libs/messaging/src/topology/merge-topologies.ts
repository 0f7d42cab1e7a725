import type { Topology } from '#bus';

/** One topology with everything that either of the two asks for. */
export function mergeTopologies(first: Topology, second: Topology): Topology {
  const exchanges = new Map(first.exchanges.map((exchange) => [exchange.name, exchange]));
  for (const exchange of second.exchanges) exchanges.set(exchange.name, exchange);
  const queues = new Map(first.queues.map((queue) => [queue.name, queue]));
  for (const { name, bindings, isForeign, isPassing } of second.queues) {
    const queue = queues.get(name);
    const known = queue?.bindings ?? [];
    const added = bindings.filter(
      (binding) =>
        !known.some(
          ({ exchange, routingKey }) =>
            exchange === binding.exchange && routingKey === binding.routingKey,
        ),
    );
    // If either asks to declare it, it is declared; the other may only consume it.
    const isForeignToAll = isForeign === true && (queue === undefined || queue.isForeign === true);
    const passes = isPassing === true ? { isPassing } : {};
    const merged = { name, bindings: [...known, ...added], ...passes };
    queues.set(name, isForeignToAll ? { ...merged, isForeign: true } : merged);
  }
  return { exchanges: [...exchanges.values()], queues: [...queues.values()] };
}

/** The part of it that one queue needs. */
export function topologyOf({ exchanges, queues }: Topology, queue: string): Topology {
  const own = queues.filter(({ name }) => name === queue);
  const bound = new Set(own.flatMap(({ bindings }) => bindings.map(({ exchange }) => exchange)));
  return { exchanges: exchanges.filter(({ name }) => bound.has(name)), queues: own };
}

export const NO_TOPOLOGY: Topology = { exchanges: [], queues: [] };
