import { MESSAGE_BYTES_MAX, parseBoundedJson, type JsonBounds } from '#protocol';
import type { BodyCheck } from './body-check.js';
import type { Delivery } from './message-bus.js';

/** Reads the JSON of any delivery, or says why it cannot be used. Never throws. */
export function readBody(
  { body, undecodable, cut, read }: Pick<Delivery, 'body' | 'undecodable' | 'cut' | 'read'>,
  bounds: JsonBounds = {},
): BodyCheck {
  if (read !== undefined) return read;
  if (undecodable !== undefined) return { ok: false, reason: 'UNDECODABLE', detail: undecodable };
  if (cut === undefined) return parseBoundedJson(body, bounds);
  const detail = `${cut.bytes} bytes, at most ${bounds.maxBytes ?? MESSAGE_BYTES_MAX} are taken`;
  return { ok: false, reason: 'TOO_LARGE', detail };
}
