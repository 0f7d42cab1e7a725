import { dataOf, type ApiPaths, type ConductorApi, type Schemas } from '../api/api-client.js';
import { UnexpectedAnswerError } from '../errors/own-errors.js';
import { listOf } from '../lists/list.js';
import type { Pages } from '../lists/pages.js';
import { watchSaga, type SagaEntry, type WatchSagaOptions } from '../streams/watch-saga.js';
import type { Sender } from '../transport/sender.js';
import { waitUntil, type WaitOptions } from './waiting.js';

export interface CallOptions {
  readonly signal?: AbortSignal;
}

/** A call that changes something. */
export interface KeyedOptions extends CallOptions {
  /** The same call with the same key is done once. Default: one that is made for this call. */
  readonly idempotencyKey?: string;
}

export type StartSaga = Schemas['StartSagaDto'];
export type SagaFilter = Omit<
  NonNullable<ApiPaths['/v1/sagas']['get']['parameters']['query']>,
  'cursor' | 'limit'
>;

/** The longest that one call is held back. */
const WAIT_MAX_MS = 60_000;
const HISTORY_PAGE = 100;

/** Starts sagas, looks at them, waits for them, and gives them signals. */
export class Sagas {
  constructor(
    private readonly api: ConductorApi,
    private readonly sender: Sender,
  ) {}

  /**
   * Resolves once the start is committed. `waitMs`: or once the saga is at rest, or after so long,
   * 60 s at most. The same key and request again give the same saga.
   */
  start(
    request: StartSaga,
    { idempotencyKey, waitMs, signal }: KeyedOptions & { readonly waitMs?: number } = {},
  ): Promise<Schemas['Saga']> {
    const params = { ...keyHeader(idempotencyKey), ...waitQuery(waitMs) };
    return dataOf(this.api.POST('/v1/sagas', { params, body: request, ...given(signal) }));
  }

  /**
   * Starts a saga and waits for its end: `completed`, `compensated` or `abandoned`.
   * @throws WaitLimitError: it had not ended within `limitMs`, and goes on
   */
  async run(
    request: StartSaga,
    { idempotencyKey, ...wait }: KeyedOptions & WaitOptions = {},
  ): Promise<Schemas['Saga']> {
    const { id } = await this.start(request, { ...given(wait.signal), ...keyOf(idempotencyKey) });
    return this.waitForEnd(id, wait);
  }

  /** `waitMs`: answered once it is at rest, or after so long, 60 s at most. */
  get(
    id: string,
    { waitMs, signal }: CallOptions & { readonly waitMs?: number } = {},
  ): Promise<Schemas['Saga']> {
    const params = { path: { id }, ...waitQuery(waitMs) };
    return dataOf(this.api.GET('/v1/sagas/{id}', { params, ...given(signal) }));
  }

  /** The saga once it has ended; one that is stuck is waited for. @throws WaitLimitError */
  waitForEnd(id: string, options: WaitOptions = {}): Promise<Schemas['Saga']> {
    return this.wait(id, 'end', options);
  }

  /** The saga once it has ended, or is stuck and needs a person. @throws WaitLimitError */
  waitForRest(id: string, options: WaitOptions = {}): Promise<Schemas['Saga']> {
    return this.wait(id, 'rest', options);
  }

  /** Resolves once it is kept: a step waits for it, or will. */
  signal(
    id: string,
    name: string,
    payload: unknown = null,
    { idempotencyKey, signal }: KeyedOptions = {},
  ): Promise<Schemas['Signal']> {
    const params = { path: { id, name }, ...keyHeader(idempotencyKey) };
    const body = payload as undefined;
    return dataOf(
      this.api.POST('/v1/sagas/{id}/signals/{name}', { params, body, ...given(signal) }),
    );
  }

  /** Sagas that match, newest first. */
  list(query: SagaFilter = {}, options: CallOptions & { readonly pageSize?: number } = {}) {
    return listOf(this.api, '/v1/sagas', { query, ...options });
  }

  /** Everything that happened to a saga, in order, with replies that were ignored. */
  history(id: string, options: CallOptions = {}): Pages<Schemas['HistoryEntry']> {
    return listOf(this.api, '/v1/sagas/{id}/history', { path: { id }, ...options });
  }

  /** The same for people, a line each. */
  timeline(id: string, options: CallOptions = {}): Pages<Schemas['TimelineEntry']> {
    return listOf(this.api, '/v1/sagas/{id}/timeline', { path: { id }, ...options });
  }

  /**
   * What the saga did and does, each transition once and in order, across cuts of the connection.
   * Ends with the saga, unless it is to go `beyondEnd`.
   */
  watch(id: string, options: WatchSagaOptions = {}): AsyncGenerator<SagaEntry, void, undefined> {
    return watchSaga({
      sender: this.sender,
      sagaId: id,
      options,
      findSaga: () => this.get(id, given(options.signal)),
      findEntry: (version) => this.findEntry(id, version, options),
    });
  }

  private wait(id: string, until: 'rest' | 'end', options: WaitOptions) {
    const { signal } = options;
    return waitUntil({
      ...options,
      until,
      look: (waitMs) => this.get(id, { waitMs, ...given(signal) }),
      untilChanged: (version, limitMs) => this.untilChanged(id, version, { limitMs, signal }),
    });
  }

  private async untilChanged(
    id: string,
    after: number,
    { limitMs, signal }: { readonly limitMs: number; readonly signal: AbortSignal | undefined },
  ): Promise<void> {
    const limit = AbortSignal.timeout(limitMs);
    const ending = signal === undefined ? limit : AbortSignal.any([signal, limit]);
    try {
      const entries = this.watch(id, { after, beyondEnd: true, signal: ending });
      for await (const { version } of entries) if (version > after) return;
    } catch (error) {
      if (!limit.aborted || signal?.aborted === true) throw error;
    }
  }

  private async findEntry(id: string, version: number, { signal }: CallOptions) {
    const path = '/v1/sagas/{id}/history';
    const options = { path: { id }, pageSize: HISTORY_PAGE, ...given(signal) };
    for await (const entry of listOf(this.api, path, options)) {
      if (entry.version === version) return { ...entry, version };
    }
    throw new UnexpectedAnswerError(`${this.sender.baseUrl}/v1/sagas/${id}/history`, 200);
  }
}

/** Left out where it is not given: a field that is undefined counts as given elsewhere. */
export function given(signal: AbortSignal | undefined) {
  return signal === undefined ? {} : { signal };
}

export function keyHeader(key: string | undefined) {
  return key === undefined ? {} : { header: { 'Idempotency-Key': key } };
}

function keyOf(idempotencyKey: string | undefined) {
  return idempotencyKey === undefined ? {} : { idempotencyKey };
}

function waitQuery(waitMs = 0) {
  const wait = `${Math.round(Math.min(Math.max(waitMs, 0), WAIT_MAX_MS))}ms`;
  return waitMs > 0 ? { query: { wait } } : {};
}
