import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** How one request is answered. */
export type Answer = (response: ServerResponse, request: SeenRequest) => void;

/** A real HTTP server that answers one request after the other as it is told, and keeps them. */
export class ScriptedServer {
  readonly seen: SeenRequest[] = [];
  private readonly answers: Answer[] = [];

  private constructor(private readonly server: Server) {
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      void this.answer(request, response);
    });
  }

  static async start(): Promise<ScriptedServer> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new ScriptedServer(server);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** The next requests are answered so; the last answer is for all that follow. */
  script(...answers: readonly Answer[]): void {
    this.answers.splice(0, Infinity, ...answers);
    this.seen.splice(0);
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = '';
    for await (const chunk of request.setEncoding('utf8')) body += chunk;
    const { method = '', url: path = '', headers } = request;
    const seen = { method, path, headers, body };
    this.seen.push(seen);
    const [next] = this.answers.length > 1 ? this.answers.splice(0, 1) : this.answers;
    next?.(response, seen);
  }
}

export function json(status: number, body: unknown, headers: Record<string, string> = {}): Answer {
  const type = status < 400 ? 'application/json' : 'application/problem+json';
  return (response) => {
    response.writeHead(status, { 'content-type': type, ...headers });
    response.end(JSON.stringify(body));
  };
}

export function problem(
  status: number,
  code: string,
  {
    headers,
    ...more
  }: { readonly headers?: Record<string, string>; readonly errors?: unknown } = {},
): Answer {
  const type = `urn:conductor:problem:${code.toLowerCase()}`;
  return json(
    status,
    { type, title: code, status, code, detail: `It is ${code}.`, ...more },
    headers,
  );
}

/** The connection breaks before there is an answer. */
export const hangsUp: Answer = (response) => response.socket?.destroy();
