import type { FastifyInstance } from 'fastify';

/** Every route the server has: a wrong method is told apart from a wrong address by it. */
export class RouteTable {
  private readonly methodsByUrl = new Map<string, Set<string>>();

  /** Before the first route is registered. */
  watch(fastify: FastifyInstance): void {
    fastify.addHook('onRoute', ({ method, url }) => {
      const methods = this.methodsByUrl.get(url) ?? new Set();
      for (const one of [method].flat()) methods.add(one);
      this.methodsByUrl.set(url, methods);
    });
  }

  /** Methods that an address answers to; empty: there is nothing at it. */
  methodsAt(path: string): readonly string[] {
    const parts = path.split('/');
    const methods = [...this.methodsByUrl].flatMap(([url, allowed]) =>
      matches(url.split('/'), parts) ? [...allowed] : [],
    );
    return [...new Set(methods)].sort();
  }

  /** `GET /v1/sagas/:id`, sorted; without the HEAD that every GET has. */
  list(): readonly string[] {
    return [...this.methodsByUrl]
      .flatMap(([url, methods]) => [...methods].map((method) => `${method} ${url}`))
      .filter((route) => !route.startsWith('HEAD '))
      .sort();
  }
}

function matches(pattern: readonly string[], parts: readonly string[]): boolean {
  if (pattern.length !== parts.length) return false;
  return pattern.every((part, index) =>
    part.startsWith(':') ? parts[index] !== '' : part === parts[index],
  );
}
