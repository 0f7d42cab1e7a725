import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a request to the conductor asked for. */
export interface RecordedRequest {
  readonly path: string;
  readonly idempotencyKey: string | undefined;
  readonly authorization: string | undefined;
  readonly body: { readonly [field: string]: unknown };
}

export interface StubAnswer {
  readonly status: number;
  readonly body?: object;
}

/**
 * The conductor's REST API as far as the order service uses it: a start with a known key gives the
 * same saga again. `answer` may answer in its place.
 */
export class StubConductor {
  readonly requests: RecordedRequest[] = [];
  readonly sagaIdByKey = new Map<string, string>();
  /** What `GET /v1/sagas/{id}` shows; a saga that is not there runs. */
  readonly sagaById = new Map<string, object>();
  private server: Server | null = null;

  constructor(
    public answer: (request: RecordedRequest) => StubAnswer | null = () => null,
    public definitions = new Set<unknown>(),
  ) {}

  /** Gives its address. */
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

  get starts(): readonly RecordedRequest[] {
    return this.requests.filter(({ path }) => path === '/v1/sagas');
  }

  private async handle(request: IncomingMessage): Promise<StubAnswer> {
    const recorded = await record(request);
    this.requests.push(recorded);
    const answer = this.answer(recorded) ?? this.answerAsConductor(recorded);
    return answer;
  }

  private answerAsConductor({ path, body, idempotencyKey = '' }: RecordedRequest): StubAnswer {
    const [, lookedUp] = /^\/v1\/sagas\/(.+)$/.exec(path) ?? [];
    if (lookedUp)
      return { status: 200, body: this.sagaById.get(lookedUp) ?? { status: 'running' } };
    if (path === '/v1/definitions') {
      this.definitions.add(body['name']);
      return { status: 201, body: { name: body['name'], version: 1 } };
    }
    if (!this.definitions.has(body['definition'])) {
      return { status: 404, body: { code: 'DEFINITION_NOT_FOUND' } };
    }
    const known = this.sagaIdByKey.get(idempotencyKey);
    const id = known ?? `saga-${this.sagaIdByKey.size + 1}`;
    this.sagaIdByKey.set(idempotencyKey, id);
    return { status: known ? 200 : 201, body: { id } };
  }
}

async function record(request: IncomingMessage): Promise<RecordedRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return {
    path: request.url ?? '',
    idempotencyKey: request.headers['idempotency-key'] as string | undefined,
    authorization: request.headers.authorization,
    body: JSON.parse(Buffer.concat(chunks).toString() || '{}') as RecordedRequest['body'],
  };
}
