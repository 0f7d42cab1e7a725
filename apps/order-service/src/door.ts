import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { OrderApiError } from './problem.js';

export interface DoorOptions {
  /** The host that it listens on. */
  readonly host: string;
  /** The key that callers must send; left out: only this machine can call, without a key. */
  readonly apiKey?: string;
}

const LOOPBACK = /^(localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\]|::1)$/i;
const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);
/** Probes need no key: the answer reveals nothing. */
const OPEN_PATHS = new Set(['/health/live', '/health/ready']);

/** Without a key only this machine may reach the demo. */
export class DoorOpenError extends Error {
  readonly code = 'DOOR_OPEN';
  constructor(host: string) {
    super(`HOST ${host} can be reached from other machines: set CONDUCTOR_API_KEY, or 127.0.0.1`);
  }
}

export function isLoopback(host: string): boolean {
  return LOOPBACK.test(host);
}

/** @throws DoorOpenError */
export function checkDoor({ host, apiKey }: DoorOptions): void {
  if (!isLoopback(host) && apiKey === undefined) throw new DoorOpenError(host);
}

/**
 * Why a request is refused; null: it is not. Without a key only loopback names are accepted, and
 * pages of other origins cannot change anything, as in the conductor.
 */
export function refuseAtDoor(request: IncomingMessage, options: DoorOptions): OrderApiError | null {
  const { method = 'GET', url = '', headers } = request;
  const name = /^(\[[^\]]*\]|[^:]*)(:\d+)?$/.exec(headers.host ?? '')?.[1] ?? '';
  if (options.apiKey === undefined && !LOOPBACK.test(name)) {
    return new OrderApiError('HOST_NOT_ALLOWED', 'Only loopback names are answered.');
  }
  const site = headers['sec-fetch-site'];
  const isOwnPage = site === undefined || site === 'same-origin' || site === 'none';
  const isOwnOrigin = headers.origin === undefined || hostOf(headers.origin) === headers.host;
  if (!SAFE_METHODS.has(method) && !(isOwnPage && isOwnOrigin)) {
    return new OrderApiError('ORIGIN_NOT_ALLOWED', 'A page of another origin may not order.');
  }
  const [path = ''] = url.split('?');
  if (OPEN_PATHS.has(path) || isKnown(headers.authorization, options.apiKey)) return null;
  return new OrderApiError('UNAUTHENTICATED', 'Send the key as "Authorization: Bearer <key>".');
}

function hostOf(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null;
}

function isKnown(authorization: string | undefined, apiKey: string | undefined): boolean {
  if (apiKey === undefined) return true;
  // Hashes have equal lengths, so the time it takes reveals nothing.
  const [given, expected] = [authorization ?? '', `Bearer ${apiKey}`].map((text) =>
    createHash('sha256').update(text).digest(),
  );
  return given !== undefined && expected !== undefined && timingSafeEqual(given, expected);
}
