import {
  MESSAGE_BYTES_MAX,
  parseBoundedJson,
  type JsonBounds,
  type JsonFault,
  type JsonValue,
} from '#protocol';
import type { Delivery } from './message-bus.js';

/** `UNDECODABLE`: not even its headers or properties can be read. */
export type BodyFault = JsonFault | 'UNDECODABLE';

export type BodyCheck =
  | { readonly ok: true; readonly value: JsonValue }
  | { readonly ok: false; readonly reason: BodyFault; readonly detail: string };

/** The JSON that a delivery carries; or why it cannot be used, whatever its kind. Never throws. */
export function readBody(
  { body, undecodable, cut }: Pick<Delivery, 'body' | 'undecodable' | 'cut'>,
  bounds: JsonBounds = {},
): BodyCheck {
  if (undecodable !== undefined) return { ok: false, reason: 'UNDECODABLE', detail: undecodable };
  if (cut === undefined) return parseBoundedJson(body, bounds);
  const detail = `${cut.bytes} bytes, at most ${bounds.maxBytes ?? MESSAGE_BYTES_MAX} are taken`;
  return { ok: false, reason: 'TOO_LARGE', detail };
}
