import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';

/** For whoever has connected and is about to ask: then it is answered that we stop. */
const GRACE_MS = 1_000;

/**
 * Connections on which no request has arrived yet: browsers and proxies open some in advance. Node
 * takes them for busy ones, and a server that closes would wait for them.
 */
export class SilentConnections {
  private readonly sockets = new Set<Socket>();
  private isClosing = false;

  constructor(server: Pick<Server, 'on'>) {
    server.on('connection', (socket: Socket) => {
      this.sockets.add(socket);
      socket.once('close', () => this.sockets.delete(socket));
      if (this.isClosing) this.endSoon(socket);
    });
    server.on('request', ({ socket }: IncomingMessage) => this.sockets.delete(socket));
  }

  /** From now on each has a second to ask. */
  close(): void {
    this.isClosing = true;
    for (const socket of this.sockets) this.endSoon(socket);
  }

  private endSoon(socket: Socket): void {
    setTimeout(() => {
      if (this.sockets.has(socket)) socket.destroy();
    }, GRACE_MS).unref();
  }
}
