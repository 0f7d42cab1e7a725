import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A TCP proxy between a client and a server that a test can cut and reconnect. */
export class SeverableProxy {
  private readonly sockets = new Set<Socket>();
  private readonly silenced = new Set<Socket>();
  private isCut = false;

  private constructor(private readonly server: ReturnType<typeof createServer>) {}

  static async before(target: { host: string; port: number }): Promise<SeverableProxy> {
    const server = createServer();
    const proxy = new SeverableProxy(server);
    server.on('connection', (near) => {
      if (proxy.isCut) return void near.destroy();
      const far = connect(target.port, target.host);
      proxy.join(near, far);
      proxy.join(far, near);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return proxy;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  cut(): void {
    this.isCut = true;
    for (const socket of this.sockets) socket.destroy();
  }

  /** Nothing passes any more, and what is connected is not told. */
  silence(): void {
    this.isCut = true;
    for (const socket of this.sockets) {
      socket.unpipe().pause();
      this.silenced.add(socket);
    }
  }

  /** What was silenced breaks, as at a router that has forgotten it. */
  heal(): void {
    this.isCut = false;
    for (const socket of this.silenced) socket.destroy();
    this.silenced.clear();
  }

  close(): void {
    this.cut();
    this.server.close();
  }

  private join(from: Socket, to: Socket): void {
    this.sockets.add(from);
    from.pipe(to);
    from.on('error', () => to.destroy());
    from.on('close', () => {
      this.sockets.delete(from);
      to.destroy();
    });
  }
}
