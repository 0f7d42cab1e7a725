import type { ApiKey, ClientOptions } from './client-options.js';
import { ConductorError } from '../errors/conductor-error.js';
import { UnexpectedAnswerError, UnreachableError } from '../errors/own-errors.js';
import { toError } from '../errors/to-error.js';
import { pause } from './pause.js';
import { delayBeforeNext, RETRIES_DEFAULT, type Retries } from './retries.js';

const TIMEOUT_MS = 30_000;
/** They take no key: sent again, one that was done already is refused. */
const UNKEYED = /\/v1\/(login|logout|admin\/approvals\/[^/]+\/(confirm|reject|withdraw))$/;
/** Asking again only makes it worse. */
const FINAL_CODES = new Set(['TOO_MANY_WRONG_KEYS']);
const BODILESS = new Set([204, 205, 304]);

/** Sends requests to one conductor, again where that can do no harm. */
export class Sender {
  readonly baseUrl: string;
  private readonly retries: Retries;
  private readonly timeoutMs: number;
  private readonly apiKey: ApiKey | null;
  private readonly headers: Readonly<Record<string, string>>;
  private readonly fetch: (request: Request) => Promise<Response>;

  /** @throws TypeError: the options cannot be meant */
  constructor({ baseUrl, apiKey, fetch, retries, timeoutMs, headers, via }: ClientOptions) {
    if (!URL.canParse(baseUrl) || !/^https?:$/.test(new URL(baseUrl).protocol)) {
      throw new TypeError(
        `baseUrl is ${JSON.stringify(baseUrl)}: it must be the http address of a conductor, ` +
          'such as http://localhost:3000',
      );
    }
    this.baseUrl = baseUrl.replace(/(?<!\/)\/+$/, '');
    this.retries = { ...RETRIES_DEFAULT, ...retries };
    this.timeoutMs = timeoutMs ?? TIMEOUT_MS;
    this.apiKey = apiKey ?? null;
    this.headers = { ...headers, ...(via === 'cli' && { 'conductor-client': 'cli' }) };
    this.fetch = fetch ?? ((request) => globalThis.fetch(request));
  }

  /**
   * A successful answer, read to its end. What changes something has an `Idempotency-Key`, one is
   * made where it has none, so that sending it again does it once.
   *
   * @throws ConductorError for any other answer, or none; the reason of the request's signal
   */
  async send(request: Request): Promise<Response> {
    const keyed = await this.prepare(request);
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.attempt(keyed.clone());
      } catch (error) {
        if (!(error instanceof ConductorError)) throw error;
        const delayMs = mayGoAgain(keyed, error) ? this.delayAfter(error, attempt) : null;
        if (delayMs === null) throw error;
        await pause(delayMs, request.signal);
      }
    }
  }

  /** The answer of a request that is made once, and whose body goes on. @throws as `send` */
  async open(request: Request): Promise<Response> {
    const prepared = await this.prepare(request);
    const response = await this.fetchFrom(prepared, prepared.signal);
    if (!response.ok) throw await toError(response, request.url);
    return response;
  }

  /** Before the attempt after this one, in ms; null: there is none. */
  delayAfter({ retryAfterMs }: ConductorError, attempt: number): number | null {
    return delayBeforeNext(this.retries, attempt, { retryAfterMs, chance: Math.random() });
  }

  private async prepare(request: Request): Promise<Request> {
    const prepared = new Request(request);
    const { headers } = prepared;
    for (const [name, value] of Object.entries(this.headers)) headers.set(name, value);
    const { apiKey } = this;
    const key = typeof apiKey === 'function' ? await apiKey() : apiKey;
    if (key !== null && !headers.has('authorization')) {
      headers.set('authorization', `Bearer ${key}`);
    }
    if (!isRead(prepared) && !headers.has('idempotency-key')) {
      headers.set('idempotency-key', crypto.randomUUID());
    }
    return prepared;
  }

  private async attempt(request: Request): Promise<Response> {
    const limit = AbortSignal.timeout(this.timeoutMs + waitMsOf(request));
    const signal = AbortSignal.any([request.signal, limit]);
    const answer = await this.fetchFrom(request, signal);
    const { status, statusText, headers } = answer;
    const body = await this.orUnreachable(request, () => answer.arrayBuffer());
    const whole = new Response(BODILESS.has(status) ? null : body, { status, statusText, headers });
    if (!whole.ok) throw await toError(whole, request.url);
    if (headers.get('content-type')?.startsWith('text/html') === true) {
      throw new UnexpectedAnswerError(request.url, status);
    }
    return whole;
  }

  private fetchFrom(request: Request, signal: AbortSignal): Promise<Response> {
    return this.orUnreachable(request, () => this.fetch(new Request(request, { signal })));
  }

  private async orUnreachable<Result>(
    { url, signal }: Request,
    work: () => Promise<Result>,
  ): Promise<Result> {
    try {
      return await work();
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      throw new UnreachableError(url, error);
    }
  }
}

function isRead({ method }: Request): boolean {
  return method === 'GET' || method === 'HEAD';
}

function mayGoAgain(request: Request, error: ConductorError): boolean {
  if (!error.isPassing || FINAL_CODES.has(error.code)) return false;
  return !UNKEYED.test(new URL(request.url).pathname);
}

/** What the conductor was asked to hold its answer back for, in ms. */
function waitMsOf({ url }: Request): number {
  const [, digits = '0', unit = ''] =
    /^(\d+(?:\.\d+)?)(ms|s|m)$/.exec(new URL(url).searchParams.get('wait') ?? '') ?? [];
  return Number(digits) * ({ ms: 1, s: 1000, m: 60_000 }[unit] ?? 0);
}
