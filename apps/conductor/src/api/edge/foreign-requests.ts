import type { IncomingHttpHeaders } from 'node:http';
import { isLoopback } from '../../config.js';
import { ApiError } from './api-error.js';

export interface ForeignRequestsOptions {
  /** Where it listens. */
  readonly host: string;
  /** Names that callers without login may use beside loopback's and `host`. */
  readonly allowedHosts: readonly string[];
  /** Callers are told apart by keys: a page that does not have one can do nothing. */
  readonly hasKeys: boolean;
}

/** What it takes of a request. */
export interface RequestHead {
  readonly method: string;
  readonly headers: IncomingHttpHeaders;
  /** Names and values in turn, as they came. */
  readonly rawHeaders: readonly string[];
  readonly httpVersion: string;
}

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);
/** Anything else was begun by a page of another origin; browsers say so, and others need not. */
const OWN_SITES = new Set(['same-origin', 'none']);
const METHODS_WITH_BODY = new Set(['POST', 'PUT', 'PATCH']);
/** At least one of them comes with what a page sends; none with a program's `fetch`. */
const SIGNS_OF_A_PAGE = ['origin', 'referer', 'cookie', 'sec-fetch-site'] as const;

/**
 * Keeps pages of other origins from using the caller's browser: to change something, and, where
 * nobody has to log in, to read anything under a name that its owner points here (DNS rebinding).
 */
export class ForeignRequests {
  constructor(private readonly options: ForeignRequestsOptions) {}

  /** Why it is not answered; null: it may be the caller's own. */
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
      'Without API keys only a loopback name is answered; CONDUCTOR_ALLOWED_HOSTS adds others.',
    );
  }

  private refuseOrigin({ method, headers }: RequestHead): ApiError | null {
    if (SAFE_METHODS.has(method)) return null;
    const site = headers['sec-fetch-site'];
    const isOwnSite = site === undefined || OWN_SITES.has(String(site).toLowerCase());
    const { origin } = headers;
    if (isOwnSite && (origin === undefined || this.isOwnOrigin(origin, headers.host))) return null;
    return new ApiError('ORIGIN_NOT_ALLOWED', 'A page of another origin may change nothing here.');
  }

  /** A proxy may have ended TLS, and may have put its own name into Host. */
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
 * A page of another origin can send anything but JSON without being asked about it first. With a
 * body that is refused by its type; without one a browser says so here. Programs that send nothing
 * need no type. Why not; null: it is none, or says JSON.
 */
export function refuseUntyped({ method, headers }: RequestHead): ApiError | null {
  if (!METHODS_WITH_BODY.has(method) || headers['content-type'] !== undefined) return null;
  if (!SIGNS_OF_A_PAGE.some((name) => headers[name] !== undefined)) return null;
  return new ApiError(
    'CONTENT_TYPE_UNSUPPORTED',
    'Send "Content-Type: application/json", also when there is no body.',
  );
}

/** Of `name:port`, `[::1]:port`; in lower case, without brackets. null: it is none. */
function nameOf(host: string): string | null {
  const [, bracketed, plain] =
    /^(?:\[([0-9a-f:]+)\]|([a-z0-9._-]+))(?::\d{1,5})?$/i.exec(host) ?? [];
  return (bracketed ?? plain)?.toLowerCase() ?? null;
}
