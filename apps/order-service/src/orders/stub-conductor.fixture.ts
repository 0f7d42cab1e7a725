import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The parts of a request to the conductor that tests check. */
export interface RecordedRequest {
  readonly path: string;
  readonly authorization: string | undefined;
  readonly idempotencyKey: string | undefined;
  readonly body: { readonly [field: string]: unknown };
}

export interface StubAnswer {
  readonly status: number;
  readonly body?: object;
}

/**
 * The part of the conductor's REST API that the order service uses. `answer` can replace an answer.
 */
export class StubConductor {
  readonly requests: RecordedRequest[] = [];
  /** The result of `GET /v1/sagas?key=…`. */
  readonly sagaIdsByKey = new Map<string, readonly string[]>();
  /** What `GET /v1/sagas/{id}` returns; a saga that is not listed is running. */
  readonly sagaById = new Map<string, object>();
  private server: Server | null = null;

  constructor(
    public answer: (request: RecordedRequest) => StubAnswer | null = () => null,
    public definitions = new Set<unknown>(),
  ) {}

  /** Returns its address. */
  async listen(port = 0): Promise<string> {
    const server = createServer((request, response) => {
      void this.handle(request).then(({ status, body }) => {
        response.writeHead(status, { 'content-type': 'application/json' });
        response.end(JSON.stringify(body ?? {}));
      });
    });
    this.server = server;
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    const { server } = this;
    if (!server) return;
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  }

  private async handle(request: IncomingMessage): Promise<StubAnswer> {
    const recorded = await record(request);
    this.requests.push(recorded);
    const answer = this.answer(recorded) ?? this.answerAsConductor(recorded);
    return answer;
  }

  private answerAsConductor({ path, body }: RecordedRequest): StubAnswer {
    const [, lookedUp] = /^\/v1\/sagas\/(.+)$/.exec(path) ?? [];
    if (lookedUp)
      return { status: 200, body: this.sagaById.get(lookedUp) ?? { status: 'running' } };
    if (path === '/v1/definitions') {
      this.definitions.add(body['name']);
      return { status: 201, body: { name: body['name'], version: 1 } };
    }
    const key = new URL(path, 'http://conductor').searchParams.get('key') ?? '';
    const items = (this.sagaIdsByKey.get(key) ?? []).map((id) => ({ id }));
    return { status: 200, body: { items, next: null } };
  }
}

async function record(request: IncomingMessage): Promise<RecordedRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return {
    path: request.url ?? '',
    authorization: request.headers.authorization,
    idempotencyKey: request.headers['idempotency-key'] as string | undefined,
    body: JSON.parse(Buffer.concat(chunks).toString() || '{}') as RecordedRequest['body'],
  };
}
