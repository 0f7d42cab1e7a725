import { randomUUID } from 'node:crypto';
import orderFulfilment from './order-fulfilment.json' with { type: 'json' };

export interface ConductorClientOptions {
  readonly url: string;
  /** Sent as a bearer token; left out: the conductor needs none. */
  readonly apiKey?: string;
  /** Longest wait for an answer. Default 10,000. */
  readonly timeoutMs?: number;
}

export type PublishAnswer =
  | { readonly type: 'published' }
  | { readonly type: 'refused' | 'unavailable'; readonly reason: string };

/**
 * `open`: it continues, or waits for a person. `none`: the order has no saga yet, or it is not
 * known which one.
 */
export type SagaLookup =
  | { readonly type: 'open'; readonly sagaId: string }
  | {
      readonly type: 'ended';
      readonly sagaId: string;
      readonly status: string;
      readonly reason: string;
    }
  | { readonly type: 'none' }
  | { readonly type: 'unavailable'; readonly reason: string };

const ENDED_STATUSES: ReadonlySet<unknown> = new Set(['completed', 'compensated', 'abandoned']);
const TIMEOUT_DEFAULT_MS = 10_000;

/** A client for the part of the conductor's REST API that the order service needs. Never throws. */
export class ConductorClient {
  private readonly publishKey = randomUUID();

  constructor(private readonly options: ConductorClientOptions) {}

  /**
   * Posts the definition that this service's events start. Posting it again is not an error, and
   * where a second person has to confirm it, it is asked for once.
   */
  async publishDefinition(signal: AbortSignal): Promise<PublishAnswer> {
    const body = JSON.stringify(orderFulfilment);
    const idempotencyKey = this.publishKey;
    const call = { method: 'POST', body, idempotencyKey, signal } as const;
    const answer = await this.request('/v1/definitions', call);
    if (answer.status === 200 || answer.status === 201) return { type: 'published' };
    if (answer.status === 202) return { type: 'unavailable', reason: approvalText(answer) };
    const isFinal = answer.status === 400 || answer.status === 413 || answer.status === 422;
    return { type: isFinal ? 'refused' : 'unavailable', reason: reasonOf(answer) };
  }

  /** Looks the saga up by its id, or by the order's id when the order does not know its saga. */
  async lookUpSaga(
    order: { readonly id: string; readonly sagaId: string | null },
    signal: AbortSignal,
  ): Promise<SagaLookup> {
    if (order.sagaId !== null) return this.showSaga(order.sagaId, signal);
    const query = new URLSearchParams({
      definition: orderFulfilment.name,
      key: order.id,
      limit: '2',
    });
    const answer = await this.request(`/v1/sagas?${query.toString()}`, { method: 'GET', signal });
    const items = answer.body?.['items'];
    if (answer.status !== 200 || !Array.isArray(items)) {
      return { type: 'unavailable', reason: reasonOf(answer) };
    }
    const [only, other] = items as readonly ({ readonly id?: unknown } | undefined)[];
    if (typeof only?.id !== 'string' || other) return { type: 'none' };
    return this.showSaga(only.id, signal);
  }

  private async showSaga(sagaId: string, signal: AbortSignal): Promise<SagaLookup> {
    const path = `/v1/sagas/${encodeURIComponent(sagaId)}`;
    const answer = await this.request(path, { method: 'GET', signal });
    const { status, error } = answer.body ?? {};
    if (answer.status !== 200) return { type: 'unavailable', reason: reasonOf(answer) };
    if (!ENDED_STATUSES.has(status)) return { type: 'open', sagaId };
    return { type: 'ended', sagaId, status: String(status), reason: endOf(String(status), error) };
  }

  private async request(
    path: string,
    options: {
      readonly method: 'GET' | 'POST';
      readonly body?: string;
      readonly idempotencyKey?: string;
      readonly signal: AbortSignal;
    },
  ): Promise<Answer> {
    const { apiKey, timeoutMs = TIMEOUT_DEFAULT_MS } = this.options;
    const { idempotencyKey } = options;
    try {
      const response = await fetch(new URL(path, this.options.url), {
        method: options.method,
        headers: {
          ...(options.body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` }),
          ...(idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }),
        },
        ...(options.body === undefined ? {} : { body: options.body }),
        signal: AbortSignal.any([options.signal, AbortSignal.timeout(timeoutMs)]),
        redirect: 'error',
      });
      return { status: response.status, body: parsed(await response.text()) };
    } catch (error) {
      return { status: NO_ANSWER, body: null, trouble: describe(error) };
    }
  }
}

const NO_ANSWER = 0;

interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>> | null;
  /** Why there is no answer. */
  readonly trouble?: string;
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

function approvalText({ body }: Answer): string {
  const { id, state } = body ?? {};
  return `a second person has to confirm it: the approval ${String(id)} is ${String(state)}`;
}

function reasonOf({ status, body, trouble }: Answer): string {
  if (status === NO_ANSWER) return trouble ?? 'no answer';
  const { code, detail } = body ?? {};
  return [`the conductor answered ${status}`, code, detail]
    .filter((part) => typeof part === 'string')
    .join(': ')
    .slice(0, 500);
}

function parsed(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' ? (value as Readonly<Record<string, unknown>> | null) : null;
  } catch {
    // No JSON, so maybe a proxy in front of the conductor: only the status can be reported.
    return null;
  }
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}
