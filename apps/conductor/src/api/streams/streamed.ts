import { applyDecorators, type Type } from '@nestjs/common';
import { ApiExtraModels, ApiHeader, ApiResponse, getSchemaPath } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { withRouteConfig } from '../edge/access/route-config.js';

interface StreamConfig {
  readonly isStreamed?: boolean;
}

/** By the name of the event: its `data`. */
type EventViews = Readonly<Record<string, Type>>;

/** Marks a call whose answer goes on until its client has gone, and documents its events. */
export function Streamed(views: EventViews): MethodDecorator {
  const items = Object.entries(views).map(([name, view]) => ({
    type: 'object',
    required: ['event', 'data'],
    properties: {
      event: { type: 'string', enum: [name] },
      id: { type: 'string', description: 'What Last-Event-ID goes on after.' },
      data: { $ref: getSchemaPath(view) },
    },
  }));
  const schema = {
    type: 'string',
    contentMediaType: 'text/event-stream',
    // what the text says once it is taken apart: OpenAPI 3.1 has no other word for it
    contentSchema: { type: 'array', items: { oneOf: items } },
  };
  return applyDecorators(
    withRouteConfig({ isStreamed: true } satisfies StreamConfig),
    ApiExtraModels(...Object.values(views)),
    ApiHeader({
      name: 'Last-Event-ID',
      required: false,
      description: 'The id of the last event that was read: the stream goes on after it.',
      schema: { type: 'string' },
    }),
    ApiResponse({
      status: 200,
      description: 'Events, until the client closes the connection',
      content: { 'text/event-stream': { schema: schema as object } },
    }),
  );
}

export function isStreamed({ routeOptions }: FastifyRequest): boolean {
  return (routeOptions.config as StreamConfig | undefined)?.isStreamed === true;
}
