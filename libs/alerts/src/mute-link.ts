import { createHmac, timingSafeEqual } from 'node:crypto';

/** From the message on. A receiver that is away gets it after a day at the latest. */
export const MUTE_LINK_MS = 2 * 86_400_000;

/** What a link to mute a group says: that whoever has it was told of it, on this route. */
export interface MuteLink {
  readonly fingerprint: string;
  /** The name of the route. */
  readonly route: string;
  /** Until when it may be used, in ms. */
  readonly until: number;
}

/** 132 bits: too many to guess. */
const SIGNATURE_CHARS = 22;
const TOKEN = /^([0-9a-f]{16})\.([a-z][a-z0-9-]{0,39})\.([1-9]\d{0,15})\.([\w-]{22})$/;

/** The signed text of a link, for a path. `secret` is shared by all replicas. */
export function muteToken(secret: string, { fingerprint, route, until }: MuteLink): string {
  const content = `${fingerprint}.${route}.${until}`;
  return `${content}.${signatureOf(secret, content)}`;
}

/** null: it is not ours. `expired`: it was. */
export function readMuteToken(
  secret: string,
  token: string,
  now: number,
): MuteLink | 'expired' | null {
  const [, fingerprint = '', route = '', instant = '', signature = ''] = TOKEN.exec(token) ?? [];
  const expected = signatureOf(secret, `${fingerprint}.${route}.${instant}`);
  const isOurs =
    signature.length === expected.length &&
    timingSafeEqual(Buffer.from(signature), Buffer.from(expected));
  if (!isOurs) return null;
  const until = Number(instant);
  return now < until ? { fingerprint, route, until } : 'expired';
}

/** The first words keep it apart from whatever else is signed with the secret. */
function signatureOf(secret: string, content: string): string {
  const digest = createHmac('sha256', secret).update(`a link to mute ${content}`);
  return digest.digest('base64url').slice(0, SIGNATURE_CHARS);
}
