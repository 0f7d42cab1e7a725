import { Socket } from 'node:net';
import type { Connection } from 'amqplib';

/**
 * The socket beneath an amqplib connection. amqplib keeps it in `stream`, which its types do not
 * promise: where it is not there (any more) we go without. Then publishing makes more system calls,
 * and a connection to a frozen broker lingers until the heartbeat ends it.
 */
export function socketOf(connection: Connection): Socket | null {
  const stream: unknown = Reflect.get(connection, 'stream');
  return stream instanceof Socket ? stream : null;
}

/**
 * One system call for all that is published in this turn of the event loop.
 *
 * amqplib moves frames from channel to socket in a `setImmediate` that it asks for in the next
 * tick. So does this, one tick behind it: the socket is uncorked when the frames are there.
 */
export function corkForThisTurn(socket: Socket | null): void {
  if (!socket) return;
  socket.cork();
  process.nextTick(() => setImmediate(() => socket.uncork()));
}
