import type { FastifyInstance } from 'fastify';
import { ApiError } from './api-error.js';
import { scanJson } from './json-scan.js';

export const BODY_BYTES_MAX = 256 * 1024;

/** Every body is JSON in UTF-8, looked through before it is parsed; there is no other parser. */
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

/** JSON is UTF-8 (RFC 8259); a charset that says otherwise says so for a reason. */
function requireUtf8(contentType = ''): void {
  const [, charset = 'utf-8'] = /;\s*charset\s*=\s*"?([^\s;"]*)/i.exec(contentType) ?? [];
  if (/^utf-?8$/i.test(charset)) return;
  throw new ApiError('CONTENT_TYPE_UNSUPPORTED', 'The charset must be utf-8.');
}

/** undefined for an empty body. @throws ApiError */
export function parseBody(body: Buffer): unknown {
  if (body.length === 0) return undefined;
  const text = decodeUtf8(body);
  scanJson(text);
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw new ApiError('JSON_MALFORMED', 'The body cannot be parsed as JSON.', {}, { cause });
  }
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function decodeUtf8(body: Buffer): string {
  try {
    return decoder.decode(body);
  } catch (cause) {
    throw new ApiError('JSON_MALFORMED', 'The body is not UTF-8.', {}, { cause });
  }
}
