import type { FastifyInstance } from 'fastify';
import { DEFINITION_BYTES_MAX } from '#definition';
import { JSON_DEPTH_MAX, parseJsonText, type JsonTextReason } from '#protocol';
import { ApiError } from './api-error.js';
import type { ProblemCode } from './problems.js';

/** A definition is the largest body there is. */
export const BODY_BYTES_MAX = DEFINITION_BYTES_MAX;
/** A legitimate request has a few dozen keys, and each costs time in all the code that follows. */
const JSON_KEYS_MAX = 10_000;
/** Longer keys are misplaced data, and would be repeated in messages and paths. */
const JSON_KEY_CHARS_MAX = 256;

const BOUNDS = {
  depthMax: JSON_DEPTH_MAX,
  keysMax: JSON_KEYS_MAX,
  keyCharsMax: JSON_KEY_CHARS_MAX,
};

const CODES: Readonly<Record<'NOT_JSON' | JsonTextReason, ProblemCode>> = {
  NOT_JSON: 'JSON_MALFORMED',
  TOO_DEEP: 'JSON_TOO_DEEP',
  TOO_MANY_VALUES: 'JSON_TOO_MANY_VALUES',
  TOO_MANY_KEYS: 'JSON_TOO_MANY_KEYS',
  KEY_TOO_LONG: 'JSON_KEY_TOO_LONG',
  DUPLICATE_KEY: 'JSON_DUPLICATE_KEY',
  FORBIDDEN_KEY: 'JSON_FORBIDDEN_KEY',
  UNSTORABLE_TEXT: 'JSON_FORBIDDEN_CHARACTER',
  UNSTORABLE_NUMBER: 'JSON_NUMBER_IMPRECISE',
};

/** Parses request bodies: JSON in UTF-8 only, inspected before it is parsed. */
export function registerBodyParser(fastify: FastifyInstance): void {
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer', bodyLimit: BODY_BYTES_MAX },
    (request, body, done) => {
      try {
        requireUtf8(request.headers['content-type']);
        done(null, parseBody(body as Buffer));
      } catch (error) {
        done(error as Error);
      }
    },
  );
}

/** JSON is UTF-8 (RFC 8259), so any other charset is refused. */
function requireUtf8(contentType = ''): void {
  const [, charset = 'utf-8'] = /;\s*charset\s*=\s*"?([^\s;"]*)/i.exec(contentType) ?? [];
  if (/^utf-?8$/i.test(charset)) return;
  throw new ApiError('CONTENT_TYPE_UNSUPPORTED', 'The charset must be utf-8.');
}

/** Returns undefined for an empty body; ignores a byte-order mark at the start. @throws ApiError */
export function parseBody(body: Buffer): unknown {
  if (body.length === 0) return undefined;
  const json = parseJsonText(body, BOUNDS);
  if (json.ok) return json.value;
  const { reason, detail } = json;
  const sentence = reason === 'NOT_JSON' ? `the body is not JSON: ${detail}` : detail;
  throw new ApiError(CODES[reason], `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.`);
}
