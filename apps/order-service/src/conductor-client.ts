import orderFulfilment from './order-fulfilment.json' with { type: 'json' };

export interface ConductorClientOptions {
  readonly url: string;
  /** Sent as a bearer token; left out: the conductor asks for none. */
  readonly apiKey?: string;
  /** Longest wait for an answer. Default 10,000. */
  readonly timeoutMs?: number;
}

/**
 * `rejected`: a clear no, which asking again would not change. `unavailable`: no answer, or one
 * that may be another one later.
 */
export type StartAnswer =
  | { readonly type: 'started'; readonly sagaId: string }
  | { readonly type: 'definition-missing' }
  | { readonly type: 'rejected'; readonly reason: string }
  | { readonly type: 'unavailable'; readonly reason: string; readonly retryAfterMs?: number };

export type PublishAnswer =
  | { readonly type: 'published' }
  | { readonly type: 'refused' | 'unavailable'; readonly reason: string };

/** `open`: it goes on, or a person has to see to it. */
export type SagaLookup =
  | { readonly type: 'open' }
  | { readonly type: 'ended'; readonly status: string; readonly reason: string }
  | { readonly type: 'unavailable'; readonly reason: string };

const ENDED_STATUSES: ReadonlySet<unknown> = new Set(['completed', 'compensated', 'abandoned']);
const TIMEOUT_DEFAULT_MS = 10_000;
/** What is wrong with us or with the moment, not with the order. */
const STATUSES_TO_ASK_AGAIN: ReadonlySet<number> = new Set([401, 403, 408, 409, 425, 429]);

/** The conductor's REST API, as far as the order service needs it. Never throws. */
export class ConductorClient {
  constructor(private readonly options: ConductorClientOptions) {}

  /** Posts the definition that this service starts; the same one again is no fault. */
  async publishDefinition(signal: AbortSignal): Promise<PublishAnswer> {
    const answer = await this.post('/v1/definitions', orderFulfilment, { signal });
    if (answer.status === 200 || answer.status === 201) return { type: 'published' };
    const isFinal = answer.status === 400 || answer.status === 413 || answer.status === 422;
    return { type: isFinal ? 'refused' : 'unavailable', reason: reasonOf(answer) };
  }

  /** One idempotency key, one saga, however often it is asked for. */
  async startSaga(
    request: { readonly orderId: string; readonly input: unknown },
    signal: AbortSignal,
  ): Promise<StartAnswer> {
    const { orderId, input } = request;
    const body = { definition: orderFulfilment.name, key: orderId, input };
    const answer = await this.post('/v1/sagas', body, { signal, idempotencyKey: orderId });
    const { status } = answer;
    if (status === 200 || status === 201) return startedOf(answer);
    if (status === 404) return { type: 'definition-missing' };
    const reason = reasonOf(answer);
    if (status >= 400 && status < 500 && !STATUSES_TO_ASK_AGAIN.has(status)) {
      return { type: 'rejected', reason };
    }
    const { retryAfterMs } = answer;
    return { type: 'unavailable', reason, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
  }

  async lookUpSaga(sagaId: string, signal: AbortSignal): Promise<SagaLookup> {
    const path = `/v1/sagas/${encodeURIComponent(sagaId)}`;
    const answer = await this.request(path, { method: 'GET', signal });
    const { status, error } = answer.body ?? {};
    if (answer.status !== 200) return { type: 'unavailable', reason: reasonOf(answer) };
    if (!ENDED_STATUSES.has(status)) return { type: 'open' };
    return { type: 'ended', status: String(status), reason: endOf(String(status), error) };
  }

  private post(
    path: string,
    body: unknown,
    options: { readonly signal: AbortSignal; readonly idempotencyKey?: string },
  ): Promise<Answer> {
    return this.request(path, { method: 'POST', body: JSON.stringify(body), ...options });
  }

  private async request(
    path: string,
    options: {
      readonly method: 'GET' | 'POST';
      readonly body?: string;
      readonly signal: AbortSignal;
      readonly idempotencyKey?: string;
    },
  ): Promise<Answer> {
    const { apiKey, timeoutMs = TIMEOUT_DEFAULT_MS } = this.options;
    try {
      const response = await fetch(new URL(path, this.options.url), {
        method: options.method,
        headers: {
          ...(options.body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` }),
          ...(options.idempotencyKey && { 'idempotency-key': options.idempotencyKey }),
        },
        ...(options.body === undefined ? {} : { body: options.body }),
        signal: AbortSignal.any([options.signal, AbortSignal.timeout(timeoutMs)]),
        redirect: 'error',
      });
      const retryAfterMs = retryAfterOf(response);
      return {
        status: response.status,
        body: parsed(await response.text()),
        ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
      };
    } catch (error) {
      return { status: NO_ANSWER, body: null, trouble: describe(error) };
    }
  }
}

const NO_ANSWER = 0;
const RETRY_AFTER_MAX_S = 300;

interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>> | null;
  readonly retryAfterMs?: number;
  /** Why there is no answer. */
  readonly trouble?: string;
}

function startedOf({ body }: Answer): StartAnswer {
  const sagaId = body?.['id'];
  if (typeof sagaId === 'string') return { type: 'started', sagaId };
  return { type: 'unavailable', reason: 'the answer does not name the saga' };
}

function endOf(status: string, error: unknown): string {
  const { code, message } = (error ?? {}) as {
    readonly code?: unknown;
    readonly message?: unknown;
  };
  return [`its saga was ${status}`, code, message]
    .filter((part) => typeof part === 'string')
    .join(': ')
    .slice(0, 500);
}

function reasonOf({ status, body, trouble }: Answer): string {
  if (status === NO_ANSWER) return trouble ?? 'no answer';
  const { code, detail } = body ?? {};
  return [`the conductor answered ${status}`, code, detail]
    .filter((part) => typeof part === 'string')
    .join(': ')
    .slice(0, 500);
}

function retryAfterOf(response: Response): number | undefined {
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
  if (!Number.isFinite(seconds) || seconds < 0) return undefined;
  return Math.min(seconds, RETRY_AFTER_MAX_S) * 1_000;
}

function parsed(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' ? (value as Readonly<Record<string, unknown>> | null) : null;
  } catch {
    // Not the conductor, or a proxy in front of it: the status alone has to do.
    return null;
  }
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}
