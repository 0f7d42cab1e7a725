import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** How long a connection is waited for that has no answer to come, in milliseconds. */
export interface Patience {
  /** For whoever has connected and is about to ask: then it is answered that we stop. */
  readonly silentMs: number;
  /** For a request that still comes. Nothing was done for it: its client may send it again. */
  readonly comingMs: number;
}

const PATIENCE: Patience = { silentMs: 1_000, comingMs: 5_000 };

/**
 * The connections of a server that is to stop without waiting for those who keep one open. Node's
 * `server.close()` ends only those that are idle at that moment. It waits for all others, until
 * their timeouts: for one that has an answer to come and is kept open for the next request, for one
 * on which nothing has arrived yet (browsers and proxies open some in advance), and for one whose
 * request trickles in.
 */
export class ServerConnections {
  /** The answers that are still to come on each. */
  private readonly due = new Map<Socket, Set<ServerResponse>>();
  private isClosing = false;

  /** @param server that does not listen yet */
  constructor(
    private readonly server: Server,
    private readonly patience = PATIENCE,
  ) {
    server.on('connection', (socket: Socket) => {
      this.due.set(socket, new Set());
      socket.once('close', () => this.due.delete(socket));
    });
    server.prependListener('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
      const due = this.due.get(socket);
      due?.add(response);
      response.once('close', () => due?.delete(response));
      if (this.isClosing) makeLast(response);
    });
  }

  /**
   * Call it right before the server is closed. A request that has arrived gets its answer, however
   * long it takes, and its connection ends then. One that comes has 5 s, a silent connection 1 s.
   */
  close(): void {
    this.isClosing = true;
    // for answers that have begun, and cannot say any more that they are the last
    this.server.keepAliveTimeout = 1;
    for (const due of this.due.values()) due.forEach(makeLast);
    const { silentMs, comingMs } = this.patience;
    const startedAt = performance.now();
    const ending = setInterval(() => {
      if (performance.now() - startedAt < comingMs) this.end(({ size }) => size === 0);
      else this.end((due) => ![...due].some(({ req }) => req.complete));
    }, silentMs);
    this.server.once('close', () => clearInterval(ending));
    ending.unref();
  }

  private end(isEnded: (due: ReadonlySet<ServerResponse>) => boolean): void {
    for (const [socket, due] of this.due) if (isEnded(due)) socket.destroy();
  }
}

/** Its connection ends with it, and its client knows. */
function makeLast(response: ServerResponse): void {
  if (!response.headersSent) response.setHeader('connection', 'close');
}
