import { applyDecorators } from '@nestjs/common';
import { ApiExtension } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { ApiError } from '../api-error.js';
import { includesRole, type Identity, type Role } from './identity.js';
import { withRouteConfig } from './route-config.js';

/** The least role that a route answers; `nobody`: it answers without a login. */
export type Need = Role | 'nobody';

/** The part of a route's configuration that says who may use it. */
export interface AccessConfig {
  /** Left out: `admin`, so that a route that says nothing is not open by mistake. */
  readonly needs?: Need;
  /** Left out: `all`, so that a route that says nothing is closed to callers with some. */
  readonly scope?: RouteScope;
}

/**
 * How a route keeps a caller with some definitions to these. `saga`, `definition`: by the `id` of a
 * saga, or the `name` of a definition, in the address; another's is answered as if there were none.
 * `filtered`: the handler reads and changes only what is of them. `all`: it is about all
 * definitions, and answers only callers with all.
 */
export type RouteScope = 'saga' | 'definition' | 'filtered' | 'all';

/** The configuration of a route that is the same for everybody, or has to answer a probe. */
export const OPEN: AccessConfig = { needs: 'nobody' };

/** Says on each route handler which role it needs. `scope`: see `RouteScope`. */
export function Needs(role: Role, scope: RouteScope = 'all'): MethodDecorator {
  return applyDecorators(
    withRouteConfig({ needs: role, scope } satisfies AccessConfig),
    ApiExtension('x-needs-role', role),
    ApiExtension('x-scope', scope),
  );
}

/** Marks a route that answers without a login. */
export const NeedsNobody = (): MethodDecorator => withRouteConfig(OPEN);

export function accessOf({ routeOptions }: FastifyRequest): AccessConfig {
  return routeOptions.config as AccessConfig;
}

/** Why the caller may not use the route; null: it may. */
export function refuseRole(caller: Identity, access: AccessConfig): ApiError | null {
  const { needs = 'admin', scope = 'all' } = access;
  if (needs === 'nobody') return null;
  const { actor, role, definitions } = caller;
  if (!includesRole(role, needs)) {
    const detail = `This needs the role ${needs}; ${actor} has the role ${role}.`;
    return new ApiError('FORBIDDEN', detail);
  }
  if (scope !== 'all' || definitions === 'all') return null;
  const detail = `This needs the role ${needs} for all definitions; ${actor} has it for some.`;
  return new ApiError('FORBIDDEN', detail);
}
