import { createHash, randomBytes } from 'node:crypto';

/** What a session's cookie carries. */
export interface SessionToken {
  readonly id: string;
  readonly secretHash: Buffer;
}

/** `__Host-`: of this host alone, over TLS, and no other host or path can set it. */
export const SESSION_COOKIE = '__Host-conductor-session';
/** The part of it that is no secret. */
export const SESSION_ID = /^[A-Za-z0-9_-]{22}$/;
const TOKEN = /^([A-Za-z0-9_-]{22})\.([A-Za-z0-9_-]{43})$/;
/** Scripts cannot read it, and a page elsewhere sends it only when its user follows a link. */
const ATTRIBUTES = 'Path=/; Secure; HttpOnly; SameSite=Lax';

export function makeSession(): SessionToken & { readonly text: string } {
  const id = randomBytes(16).toString('base64url');
  const secret = randomBytes(32).toString('base64url');
  return { id, secretHash: hashOf(secret), text: `${id}.${secret}` };
}

/** null: there is none in these cookies. */
export function sessionIn(cookies: string | undefined): SessionToken | null {
  if (cookies === undefined) return null;
  const [, id, secret] = TOKEN.exec(cookieIn(cookies, SESSION_COOKIE) ?? '') ?? [];
  return id === undefined || secret === undefined ? null : { id, secretHash: hashOf(secret) };
}

/** null: there is none with this name. */
export function cookieIn(cookies: string | undefined, name: string): string | null {
  const all = (cookies ?? '').split(';').map((each) => each.trim());
  const found = all.find((each) => each.startsWith(`${name}=`));
  return found === undefined ? null : found.slice(name.length + 1);
}

/** The header that sets it; `value` null: that removes it. */
export function setCookie(name: string, value: string | null, maxAgeS: number): string {
  const age = value === null ? 0 : Math.max(0, Math.floor(maxAgeS));
  return `${name}=${value ?? ''}; Max-Age=${age}; ${ATTRIBUTES}`;
}

function hashOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
