import { isObject, type JsonValue } from '#protocol';

/** What a body holds that is a PARTIAL_RESPONSE. */
export function partialValueOf(body: JsonValue): JsonValue {
  return (isObject(body) ? body['response'] : undefined) ?? null;
}

/** Nothing but the end of what a handler gave, which gave nothing or sent it before. */
export function isBareEnd(body: JsonValue): boolean {
  if (!isObject(body)) return false;
  const { outcome, err, response, isDisposed } = body;
  return outcome === undefined && err === undefined && response === undefined && !!isDisposed;
}
