import { Socket } from 'node:net';
import type { Connection } from 'amqplib';

/**
 * The socket beneath an amqplib connection. amqplib keeps it in `stream`, which its types do not
 * promise. Without it, publishing makes more system calls, and a connection to a frozen broker
 * lingers until the heartbeat ends it.
 */
export function socketOf(connection: Connection): Socket | null {
  const stream: unknown = Reflect.get(connection, 'stream');
  return stream instanceof Socket ? stream : null;
}

/**
 * Makes one system call for all that amqplib writes in one go, instead of one for each frame.
 * amqplib copies frames from its channels' buffers to the socket in a loop, some time after
 * `publish()` has returned. So the first write corks the socket, and the end of the loop uncorks
 * it.
 */
export function coalesceWrites(socket: Socket | null): void {
  if (!socket) return;
  const write = socket.write.bind(socket) as (...args: unknown[]) => boolean;
  let isCorked = false;
  const coalescing = (...args: unknown[]): boolean => {
    if (!isCorked) {
      isCorked = true;
      socket.cork();
      process.nextTick(() => {
        isCorked = false;
        socket.uncork();
      });
    }
    return write(...args);
  };
  socket.write = coalescing as Socket['write'];
}
