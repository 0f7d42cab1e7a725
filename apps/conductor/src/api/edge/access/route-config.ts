import { RouteConfig } from '@nestjs/platform-fastify';

const configs = new WeakMap<object, object>();

/** Adds to the configuration of a route. Nest's own `RouteConfig` replaces what others set. */
export function withRouteConfig(part: object): MethodDecorator {
  return (target, name, descriptor) => {
    const handler = descriptor.value as object;
    const config = { ...configs.get(handler), ...part };
    configs.set(handler, config);
    RouteConfig(config)(target, name, descriptor);
  };
}
