import type { JsonValue } from '#protocol';
import type { EntityManager } from 'typeorm';

/**
 * What a handler gets with `@Ctx()`. An interface on purpose (import it with `import type`): Nest's
 * pipes then leave it alone, also a global `ValidationPipe` that strips unknown properties.
 */
export interface CommandContext {
  /**
   * The one transaction: the inbox row is in it already, the reply will be. Everything a handler
   * writes goes through this manager; an injected repository would write on another connection.
   * So do its events: `eventOutbox.publish(context.manager, …)`.
   */
  readonly manager: EntityManager;
  /** `payment.authorize` */
  readonly command: string;
  /** `inquire` is answered from the inbox and reaches no handler. */
  readonly direction: 'execute' | 'compensate';
  /** `<sagaId>/<step>/<iteration>`: the same for every attempt and for both directions. */
  readonly idempotencyKey: string;
  readonly sagaId: string;
  /** Name and version of the saga's definition: `order-fulfilment@3`. */
  readonly definition: string;
  readonly step: string;
  /** Counted from 0. */
  readonly iteration: number;
  /** Counted from 1. */
  readonly attempt: number;
  /**
   * When the conductor stops waiting for this attempt. Information, never a rule of correctness.
   */
  readonly deadlineAt?: Date;
  /** W3C trace context. */
  readonly traceparent?: string;
  readonly tracestate?: string;
  /** Only in a compensation: the stored output of the action that is to be undone. */
  readonly executed?: JsonValue;
}
