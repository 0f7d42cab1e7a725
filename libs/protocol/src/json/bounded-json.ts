import { isUtf8 } from 'node:buffer';
import { encodingFault, withoutByteOrderMark } from './byte-order-mark.js';
import { cureOf } from './json-cure.js';
import { indexOfJsonFault, placeIn } from './json-place.js';
import { scanJson } from './json-scan.js';
import type { JsonTextBounds, JsonTextReason } from './json-text.js';
import type { JsonValue } from './json.js';

/** The limits of a body. */
export interface JsonBounds {
  /** Default 1 MiB. */
  readonly maxBytes?: number;
  /** Nested arrays and objects. Default 32. */
  readonly maxDepth?: number;
}

export const MESSAGE_BYTES_MAX = 1024 * 1024;
export const JSON_DEPTH_MAX = 32;

export type JsonFault =
  | 'TOO_LARGE'
  | 'NOT_JSON'
  // messages are bounded by their bytes: keys are not counted
  | Exclude<JsonTextReason, 'TOO_MANY_KEYS' | 'KEY_TOO_LONG'>;

export type BoundedJson<Reason = JsonFault> =
  | { readonly ok: true; readonly value: JsonValue }
  | { readonly ok: false; readonly reason: Reason; readonly detail: string };

/**
 * Reads untrusted JSON in UTF-8, with or without a byte-order mark. Never throws and never
 * recurses: it scans the raw bytes before it parses anything.
 */
export function parseBoundedJson(body: Buffer, bounds: JsonBounds = {}): BoundedJson {
  const { maxBytes = MESSAGE_BYTES_MAX, maxDepth = JSON_DEPTH_MAX } = bounds;
  if (body.length > maxBytes) {
    const detail = `${body.length} bytes, at most ${maxBytes} are taken`;
    return { ok: false, reason: 'TOO_LARGE', detail };
  }
  // without bounds for keys no fault is about their number or length
  return parseJsonText(body, { depthMax: maxDepth }) as BoundedJson;
}

/** Reads a text whose size has been checked, as `parseBoundedJson` does. */
export function parseJsonText(
  body: Buffer,
  bounds: JsonTextBounds,
): BoundedJson<'NOT_JSON' | JsonTextReason> {
  if (!isUtf8(body)) return notJson(encodingFault(body) ?? 'it is not UTF-8');
  const text = withoutByteOrderMark(body);
  const found = scanJson(text, bounds);
  if (found !== null) return { ok: false, ...found };
  try {
    return { ok: true, value: JSON.parse(text.toString('utf8')) as JsonValue };
  } catch {
    return notJson(grammarFault(body));
  }
}

function notJson(detail: string) {
  return { ok: false, reason: 'NOT_JSON', detail } as const;
}

/** Why, and where, a text in UTF-8 is no JSON; for people, with nothing of the text. */
function grammarFault(body: Buffer): string {
  const encoding = encodingFault(body);
  if (encoding !== null) return encoding;
  const text = withoutByteOrderMark(body);
  const index = indexOfJsonFault(text);
  return `it is not valid JSON from ${placeIn(text, index)} on${cureOf(text, index)}`;
}
