import type { IncomingHttpHeaders } from 'node:http';
import { isLoopback } from '../../config.js';
import { ApiError } from './api-error.js';

export interface ForeignRequestsOptions {
  /** The host that it listens on. */
  readonly host: string;
  /** Names, beside loopback names and `host`, that callers without a login may use. */
  readonly allowedHosts: readonly string[];
  /** Callers need keys: then a page of another origin, which has none, can do nothing. */
  readonly hasKeys: boolean;
}

/** The parts of a request that are checked. */
export interface RequestHead {
  readonly method: string;
  readonly headers: IncomingHttpHeaders;
  /** Header names and values in turn, as they arrived. */
  readonly rawHeaders: readonly string[];
  readonly httpVersion: string;
}

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);
/**
 * Any other value means that a page of another origin sent it. Browsers set it; programs need not.
 */
const OWN_SITES = new Set(['same-origin', 'none']);
const METHODS_WITH_BODY = new Set(['POST', 'PUT', 'PATCH']);
/** A browser sends at least one of these with a page's request; a program's `fetch` sends none. */
const SIGNS_OF_A_PAGE = ['origin', 'referer', 'cookie', 'sec-fetch-site'] as const;

/**
 * Keeps pages of other origins from using the caller's browser to change anything or, where no
 * login is needed, to read anything through a domain that was pointed at this host (DNS rebinding).
 */
export class ForeignRequests {
  constructor(private readonly options: ForeignRequestsOptions) {}

  /** Why the request is refused; null: it may be the caller's own. */
  refuse(request: RequestHead): ApiError | null {
    return this.refuseHost(request) ?? this.refuseOrigin(request);
  }

  private refuseHost({ headers, rawHeaders, httpVersion }: RequestHead): ApiError | null {
    const count = rawHeaders.filter((text, at) => at % 2 === 0 && /^host$/i.test(text)).length;
    if (count > 1) return new ApiError('BAD_REQUEST', 'The request has several Host headers.');
    if (count === 0 && httpVersion === '1.1') {
      return new ApiError('BAD_REQUEST', 'The request has no Host header.');
    }
    if (this.options.hasKeys) return null;
    const name = nameOf(headers.host ?? '');
    if (name !== null && this.isOwn(name)) return null;
    return new ApiError(
      'HOST_NOT_ALLOWED',
      'Without API keys only loopback names are answered; CONDUCTOR_ALLOWED_HOSTS adds others.',
    );
  }

  private refuseOrigin({ method, headers }: RequestHead): ApiError | null {
    if (SAFE_METHODS.has(method)) return null;
    const site = headers['sec-fetch-site'];
    const isOwnSite = site === undefined || OWN_SITES.has(String(site).toLowerCase());
    const { origin } = headers;
    if (isOwnSite && (origin === undefined || this.isOwnOrigin(origin, headers.host))) return null;
    return new ApiError(
      'ORIGIN_NOT_ALLOWED',
      'A page of another origin cannot change anything here.',
    );
  }

  /** Compares host names only: a proxy may have ended TLS or replaced the Host header. */
  private isOwnOrigin(origin: string, host = ''): boolean {
    if (!URL.canParse(origin)) return false;
    const url = new URL(origin);
    if (url.host !== '' && url.host === host.toLowerCase()) return true;
    return url.port === '' && this.options.allowedHosts.includes(url.hostname);
  }

  private isOwn(name: string): boolean {
    const { host, allowedHosts } = this.options;
    return isLoopback(name) || name === host.toLowerCase() || allowedHosts.includes(name);
  }
}

/**
 * Why a request without a content type is refused; null: it is not. A page of another origin can
 * send any type but JSON without a preflight. A body of such a type is refused for its type; a
 * missing type is refused here when the headers show that a page sent the request. Programs that
 * send no body need no type.
 */
export function refuseUntyped({ method, headers }: RequestHead): ApiError | null {
  if (!METHODS_WITH_BODY.has(method) || headers['content-type'] !== undefined) return null;
  if (!SIGNS_OF_A_PAGE.some((name) => headers[name] !== undefined)) return null;
  return new ApiError(
    'CONTENT_TYPE_UNSUPPORTED',
    'Send "Content-Type: application/json", also when there is no body.',
  );
}

/**
 * The host of `name:port` or `[::1]:port`, in lower case, without brackets. null: there is none.
 */
function nameOf(host: string): string | null {
  const [, bracketed, plain] =
    /^(?:\[([0-9a-f:]+)\]|([a-z0-9._-]+))(?::\d{1,5})?$/i.exec(host) ?? [];
  return (bracketed ?? plain)?.toLowerCase() ?? null;
}
