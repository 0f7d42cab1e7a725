import type { JsonObject, JsonValue } from '#protocol';
import { PATTERN_EXTRAS_METADATA } from '@nestjs/microservices/constants.js';

/** JSON Schema 2020-12, by the rules of a definition's `inputSchema`. */
export type JsonSchema = JsonObject | boolean;

export interface CommandSchemas {
  /** Of the command's data. Left out: nothing is said of it. */
  readonly input?: JsonSchema;
  /** Of what the handler gives when it succeeds. Left out: nothing is said of it. */
  readonly output?: JsonSchema;
}

const KEY = 'commandSchemas';

/**
 * Beside `@MessagePattern('payment.authorize')`, in either order: tells the conductor what the
 * command takes and gives, so that definitions are checked against it. It checks no message.
 */
export function CommandSchema(schemas: CommandSchemas) {
  return (_target: object, _method: string | symbol, descriptor: PropertyDescriptor): void => {
    const handler = descriptor.value as object;
    // Nest hands a pattern's extras to the server, and keeps those that are there already.
    const extras = Reflect.getMetadata(PATTERN_EXTRAS_METADATA, handler) as object | undefined;
    Reflect.defineMetadata(PATTERN_EXTRAS_METADATA, { ...extras, [KEY]: schemas }, handler);
  };
}

/** What the decorator said of a handler. */
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
