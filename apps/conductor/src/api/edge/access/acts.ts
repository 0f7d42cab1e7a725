import { applyDecorators, UseInterceptors } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants';
import { RouteParamtypes } from '@nestjs/common/internal';
import { ApiExtension, ApiResponse } from '@nestjs/swagger';
import { refersTo } from '../../openapi/schema-parts.js';
import { IdempotencyKeyHeader } from '../../openapi/documented-call.js';
import { KeyedActs } from '../keyed/keyed-acts.js';
import type { ActConfig, ActName, Form, RepeatedAnswer } from './act-config.js';
import { withRouteConfig } from './route-config.js';

/**
 * Says on a route handler which act it carries out: so that a second person can be asked for, and
 * that under one `Idempotency-Key` it is done once. It stands above `DocumentedCall`. `answer`: see
 * `RepeatedAnswer`; default `kept`.
 */
export function Act(name: ActName, answer: RepeatedAnswer = 'kept'): MethodDecorator {
  return (target, method, descriptor) => {
    const act: ActConfig = { name, answer, ...formsOf(target, String(method)) };
    const decorate = applyDecorators(
      withRouteConfig({ act }),
      UseInterceptors(KeyedActs),
      IdempotencyKeyHeader(),
      ApiExtension('x-act', name),
      ApiResponse({
        status: 202,
        description:
          'Where the settings have it on their list (`CONDUCTOR_FOUR_EYES`): nothing was done ' +
          'yet, and a second person has to confirm it.',
        content: { 'application/json': { schema: refersTo('Approval') } },
      }),
    );
    decorate(target, method, descriptor);
  };
}

/** As Nest knows them from the parameters of the handler. */
function formsOf(target: object, method: string): Pick<ActConfig, 'body' | 'query'> {
  const types = (Reflect.getMetadata('design:paramtypes', target, method) ?? []) as Form[];
  const parameters = Reflect.getMetadata(ROUTE_ARGS_METADATA, target.constructor, method) as
    Record<string, { readonly index: number }> | undefined;
  const formOf = (kind: RouteParamtypes): Form | null => {
    const entry = Object.entries(parameters ?? {}).find(([name]) => name.startsWith(`${kind}:`));
    return entry === undefined ? null : (types[entry[1].index] ?? null);
  };
  return { body: formOf(RouteParamtypes.BODY), query: formOf(RouteParamtypes.QUERY) };
}
