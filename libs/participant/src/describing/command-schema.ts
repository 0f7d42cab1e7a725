import type { JsonObject, JsonValue } from '#protocol';
import { PATTERN_EXTRAS_METADATA } from '@nestjs/microservices/constants.js';

/** JSON Schema 2020-12, with the rules for a definition's `inputSchema`. */
export type JsonSchema = JsonObject | boolean;

export interface CommandSchemas {
  /** The schema of the command's data. Left out: it is unknown. */
  readonly input?: JsonSchema;
  /** The schema of what the handler returns when it succeeds. Left out: it is unknown. */
  readonly output?: JsonSchema;
}

const KEY = 'commandSchemas';

/**
 * Use it beside `@MessagePattern('payment.authorize')`, in either order. It tells the conductor the
 * command's input and output, so that definitions are checked against them. It does not check
 * messages.
 */
export function CommandSchema(schemas: CommandSchemas) {
  return (_target: object, _method: string | symbol, descriptor: PropertyDescriptor): void => {
    const handler = descriptor.value as object;
    // Nest passes a pattern's extras to the server, and keeps existing ones.
    const extras = Reflect.getMetadata(PATTERN_EXTRAS_METADATA, handler) as object | undefined;
    Reflect.defineMetadata(PATTERN_EXTRAS_METADATA, { ...extras, [KEY]: schemas }, handler);
  };
}

/** The schemas that the decorator declared for a handler. */
export function schemasOf(extras: Readonly<Record<string, unknown>> | undefined): {
  readonly inputSchema?: JsonValue;
  readonly outputSchema?: JsonValue;
} {
  const { input, output } = (extras?.[KEY] ?? {}) as CommandSchemas;
  return {
    ...(input === undefined ? {} : { inputSchema: input }),
    ...(output === undefined ? {} : { outputSchema: output }),
  };
}
