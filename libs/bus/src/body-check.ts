import type { JsonFault, JsonValue } from '#protocol';

/** `UNDECODABLE`: the headers or properties cannot be decoded. */
export type BodyFault = JsonFault | 'UNDECODABLE';

export type BodyCheck =
  | { readonly ok: true; readonly value: JsonValue }
  | { readonly ok: false; readonly reason: BodyFault; readonly detail: string };
