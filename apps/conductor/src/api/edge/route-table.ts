import type { FastifyInstance } from 'fastify';

/**
 * All routes of the server, so that a wrong method (405) and a wrong path (404) can be told apart.
 */
export class RouteTable {
  private readonly methodsByUrl = new Map<string, Set<string>>();

  /** Must be called before the first route is registered. */
  watch(fastify: FastifyInstance): void {
    fastify.addHook('onRoute', ({ method, url }) => {
      const methods = this.methodsByUrl.get(url) ?? new Set();
      for (const one of [method].flat()) methods.add(one);
      this.methodsByUrl.set(url, methods);
    });
  }

  /** The methods that a path supports; empty: the path does not exist. */
  methodsAt(path: string): readonly string[] {
    const parts = path.split('/');
    const methods = [...this.methodsByUrl].flatMap(([url, allowed]) =>
      matches(url.split('/'), parts) ? [...allowed] : [],
    );
    return [...new Set(methods)].sort();
  }

  /** Each route as `GET /v1/sagas/:id`, sorted. The HEAD that comes with every GET is left out. */
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
