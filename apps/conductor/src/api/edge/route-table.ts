import type { FastifyInstance } from 'fastify';
import type { AccessConfig, Need } from './access/needs.js';

interface RouteConfig extends AccessConfig {
  /** Left out: the OpenAPI document does not have it. */
  readonly operationId?: string;
}

/**
 * All routes of the server, so that a wrong method (405) and a wrong path (404) can be told apart.
 */
export class RouteTable {
  private readonly methodsByUrl = new Map<string, Map<string, RouteConfig>>();

  /** Must be called before the first route is registered. */
  watch(fastify: FastifyInstance): void {
    fastify.addHook('onRoute', ({ method, url, config }) => {
      const methods = this.methodsByUrl.get(url) ?? new Map<string, RouteConfig>();
      for (const one of [method].flat()) methods.set(one, (config ?? {}) as RouteConfig);
      this.methodsByUrl.set(url, methods);
    });
  }

  /** The methods that a path supports; empty: the path does not exist. */
  methodsAt(path: string): readonly string[] {
    const parts = path.split('/');
    const methods = [...this.methodsByUrl].flatMap(([url, allowed]) =>
      matches(url.split('/'), parts) ? [...allowed.keys()] : [],
    );
    return [...new Set(methods)].sort();
  }

  /** Each route as `GET /v1/sagas/:id`, sorted. The HEAD that comes with every GET is left out. */
  list(): readonly string[] {
    return [...this.needs().keys()];
  }

  /** Each route of `list` with who may use it; null: it does not say. */
  needs(): ReadonlyMap<string, Need | null> {
    const needs = this.routes().map(([route, { needs = null }]) => [route, needs] as const);
    return new Map(needs);
  }

  /** The operations of the OpenAPI document, sorted by id, and who may use them. */
  operations(): readonly { readonly id: string; readonly access: AccessConfig }[] {
    return this.routes()
      .flatMap(([, { operationId: id, ...access }]) => (id === undefined ? [] : [{ id, access }]))
      .sort((one, other) => (one.id < other.id ? -1 : 1));
  }

  private routes(): readonly (readonly [string, RouteConfig])[] {
    const entries = [...this.methodsByUrl].flatMap(([url, methods]) =>
      [...methods].map(([method, config]) => [`${method} ${url}`, config] as const),
    );
    const routes = entries.filter(([route]) => !route.startsWith('HEAD '));
    return routes.sort(([one], [other]) => (one < other ? -1 : 1));
  }
}

function matches(pattern: readonly string[], parts: readonly string[]): boolean {
  if (pattern.length !== parts.length) return false;
  return pattern.every((part, index) =>
    part.startsWith(':') ? parts[index] !== '' : part === parts[index],
  );
}
