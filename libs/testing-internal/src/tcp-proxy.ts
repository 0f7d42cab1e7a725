import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { Transform } from 'node:stream';

interface Pair {
  readonly client: Socket;
  readonly upstream: Socket;
  /** Bytes under way in either direction. */
  readonly toServer: Transform;
  readonly toClient: Transform;
}

/** A network between a client and a server that a test can break. */
export class TcpProxy {
  private server: Server | null = null;
  private readonly pairs = new Set<Pair>();
  private isPaused = false;
  private delayMs = 0;
  private cutsAt: { readonly bytes: Buffer; readonly onCut: () => void } | null = null;
  private listeningPort = 0;

  private constructor(private readonly target: { readonly host: string; readonly port: number }) {}

  /** Forwards to the host and port of `url`, and listens on a port of its own. */
  static async to(url: string): Promise<TcpProxy> {
    const { hostname, port } = new URL(url);
    const proxy = new TcpProxy({ host: hostname, port: Number(port) });
    await proxy.open();
    return proxy;
  }

  /** The same URL, through this proxy. */
  through(url: string): string {
    const rewritten = new URL(url);
    rewritten.hostname = '127.0.0.1';
    rewritten.port = String(this.listeningPort);
    return rewritten.href;
  }

  get connectionCount(): number {
    return this.pairs.size;
  }

  /** Accepts connections, on the same port as before. */
  async open(): Promise<void> {
    const server = createServer((client) => this.join(client));
    server.listen(this.listeningPort, '127.0.0.1');
    await once(server, 'listening');
    this.listeningPort = (server.address() as AddressInfo).port;
    this.server = server;
  }

  /** Accepts no more connections; existing ones stay open. */
  async shut(): Promise<void> {
    const { server } = this;
    this.server = null;
    // Its callback comes only when the last connection has ended, but the port is free earlier.
    server?.close();
  }

  /** Resets all connections, and accepts new ones. */
  cut(): void {
    for (const { client, upstream } of this.pairs) {
      client.resetAndDestroy();
      upstream.resetAndDestroy();
    }
  }

  /**
   * The next connection whose client sends these bytes in one piece is reset, and the server does
   * not get them. Resolves then.
   */
  cutAt(bytes: Buffer): Promise<void> {
    return new Promise((onCut) => {
      this.cutsAt = { bytes, onCut };
    });
  }

  /** Nothing passes in either direction; connections stay open, as with a frozen server. */
  pause(): void {
    this.isPaused = true;
    for (const { client, upstream } of this.pairs) {
      client.unpipe();
      upstream.unpipe();
    }
  }

  resume(): void {
    this.isPaused = false;
    for (const pair of this.pairs) connectPipes(pair);
  }

  /** From now on each piece is delayed by `ms` in each direction; 0: no delay. */
  delay(ms: number): void {
    this.delayMs = ms;
  }

  /** Existing connections die silently; later ones work. */
  freeze(): void {
    for (const { client, upstream } of this.pairs) {
      client.unpipe();
      upstream.unpipe();
    }
  }

  /** Drops what the server says, though it receives everything. Later connections work. */
  swallowAnswers(): void {
    for (const { upstream } of this.pairs) {
      upstream.unpipe();
      upstream.resume();
    }
  }

  async close(): Promise<void> {
    await this.shut();
    this.cut();
  }

  private join(client: Socket): void {
    const upstream = connect(this.target);
    const toServer = this.wire((piece) => {
      const { cutsAt } = this;
      if (cutsAt === null || !piece.includes(cutsAt.bytes)) return false;
      this.cutsAt = null;
      client.resetAndDestroy();
      cutsAt.onCut();
      return true;
    });
    const pair = { client, upstream, toServer, toClient: this.wire() };
    pair.toServer.pipe(upstream);
    pair.toClient.pipe(client);
    this.pairs.add(pair);
    const end = () => {
      this.pairs.delete(pair);
      client.destroy();
      upstream.destroy();
    };
    for (const socket of [client, upstream]) {
      socket.setNoDelay(true);
      // A reset is an ordinary end here.
      socket.on('error', end);
      socket.on('close', end);
    }
    if (!this.isPaused) connectPipes(pair);
  }

  /** `swallows`: whether the piece does not arrive. */
  private wire(swallows: (piece: Buffer) => boolean = () => false): Transform {
    return new Transform({
      transform: (piece: Buffer, _encoding, done) => {
        if (swallows(piece)) done();
        else if (this.delayMs === 0) done(null, piece);
        else setTimeout(done, this.delayMs, null, piece);
      },
    });
  }
}

function connectPipes({ client, upstream, toServer, toClient }: Pair): void {
  client.pipe(toServer);
  upstream.pipe(toClient);
}
