import type { Retries } from './retries.js';

/** A key, or how to get the one that is right by now. */
export type ApiKey = string | (() => string | Promise<string>);

export interface ClientOptions {
  /** Where the conductor is, such as `http://localhost:3000`; a path in it is kept. */
  readonly baseUrl: string;
  /** Left out: none is sent, which is right where the conductor has no keys. */
  readonly apiKey?: ApiKey;
  /** Sends the requests. Default: the global one. */
  readonly fetch?: (request: Request) => Promise<Response>;
  /** How calls are sent again; what is left out has its default. */
  readonly retries?: Partial<Retries>;
  /** How long one attempt may take, in ms, besides what it was asked to wait. Default 30 s. */
  readonly timeoutMs?: number;
  /** Headers of every request, such as those of a proxy. */
  readonly headers?: Readonly<Record<string, string>>;
  /** What the audit log has as `via`. Default `api`. */
  readonly via?: 'api' | 'cli';
}
