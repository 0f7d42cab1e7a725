import type { EventEmitter } from 'node:events';

/**
 * `pg` ends the process for an idle connection that is lost, as all are when the server restarts,
 * if nobody listens to the pool. The pool has let go of that connection, and opens another one: a
 * statement that needs the server and does not reach it fails by itself.
 */
export function outliveLostConnections(pool: Pick<EventEmitter, 'on'>): void {
  pool.on('error', () => undefined);
}
