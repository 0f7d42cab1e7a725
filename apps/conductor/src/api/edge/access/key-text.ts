import { createHash, randomBytes, randomInt } from 'node:crypto';
import { crc32 } from 'node:zlib';

/**
 * An API key as its holder has it: `cdr_<id>_<secret><checksum>`. The id is no secret and names the
 * key, the secret has 256 random bits, and the checksum lets scanners of secrets tell a key from
 * other text without asking anybody.
 */
export interface KeyParts {
  readonly id: string;
  readonly secretHash: Buffer;
}

const KEY_FORM = /^cdr_([a-z2-7]{12})_([A-Za-z0-9_-]{43})([0-9A-Za-z]{6})$/;
const ID_CHARS = 'abcdefghijklmnopqrstuvwxyz234567';
const ID_LENGTH = 12;
const CHECKSUM_CHARS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const CHECKSUM_LENGTH = 6;

export const KEY_ID = new RegExp(`^[${ID_CHARS}]{${ID_LENGTH}}$`);
const KEY_START = /^cdr_/;

/** A key that nobody has yet. `text` is to be shown once, and is kept nowhere. */
export function makeKey(): KeyParts & { readonly text: string } {
  const id = Array.from({ length: ID_LENGTH }, () => ID_CHARS[randomInt(ID_CHARS.length)]).join('');
  const secret = randomBytes(32).toString('base64url');
  const unchecked = `cdr_${id}_${secret}`;
  return { id, secretHash: hashOf(secret), text: `${unchecked}${checksumOf(unchecked)}` };
}

/** null: it is no such key. */
export function readKey(text: string): KeyParts | null {
  const [, id, secret, checksum] = KEY_FORM.exec(text) ?? [];
  if (id === undefined || secret === undefined) return null;
  if (checksumOf(`cdr_${id}_${secret}`) !== checksum) return null;
  return { id, secretHash: hashOf(secret) };
}

/** Whether the text was meant to be such a key. */
export function looksLikeKey(text: string): boolean {
  return KEY_START.test(text);
}

function hashOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

/** CRC-32 in base 62. */
function checksumOf(text: string): string {
  let rest = crc32(text);
  let digits = '';
  for (let place = 0; place < CHECKSUM_LENGTH; place++) {
    digits = `${CHECKSUM_CHARS[rest % CHECKSUM_CHARS.length]}${digits}`;
    rest = Math.floor(rest / CHECKSUM_CHARS.length);
  }
  return digits;
}
