import {
  MESSAGE_BYTES_MAX,
  parseBoundedJson,
  type JsonBounds,
  type JsonFault,
  type JsonValue,
} from '#protocol';
import type { Delivery } from './message-bus.js';

/** `UNDECODABLE`: the headers or properties cannot be decoded. */
export type BodyFault = JsonFault | 'UNDECODABLE';

export type BodyCheck =
  | { readonly ok: true; readonly value: JsonValue }
  | { readonly ok: false; readonly reason: BodyFault; readonly detail: string };

/** Reads the JSON of any delivery, or says why it cannot be used. Never throws. */
export function readBody(
  { body, undecodable, cut }: Pick<Delivery, 'body' | 'undecodable' | 'cut'>,
  bounds: JsonBounds = {},
): BodyCheck {
  if (undecodable !== undefined) return { ok: false, reason: 'UNDECODABLE', detail: undecodable };
  if (cut === undefined) return parseBoundedJson(body, bounds);
  const detail = `${cut.bytes} bytes, at most ${bounds.maxBytes ?? MESSAGE_BYTES_MAX} are taken`;
  return { ok: false, reason: 'TOO_LARGE', detail };
}
