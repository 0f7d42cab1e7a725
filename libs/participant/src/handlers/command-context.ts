import type { CommandFields } from '#duties';
import type { EntityManager } from 'typeorm';

/**
 * What a handler gets with `@Ctx()`. It is an interface on purpose (import it with `import type`),
 * so that Nest's pipes, including a global `ValidationPipe` that strips unknown properties, ignore
 * it.
 */
export interface CommandContext extends CommandFields {
  /**
   * The transaction of the command: the inbox row is already in it, and the reply will be.
   * Everything a handler writes must go through this manager, since an injected repository would
   * use another connection. Events too: `eventOutbox.publish(context.manager, …)`.
   */
  readonly manager: EntityManager;
}
