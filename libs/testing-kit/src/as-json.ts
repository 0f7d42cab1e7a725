import type { JsonValue } from '#protocol';

/** As it is after it went over the wire: a date is a text. @throws Error when it cannot go there */
export function asJson(value: unknown, what: string): JsonValue {
  let text: string | undefined;
  try {
    text = JSON.stringify(value) as string | undefined;
  } catch (error) {
    throw new Error(`${what} is not JSON`, { cause: error });
  }
  if (text === undefined) throw new Error(`${what} is not JSON: ${String(value)}`);
  return JSON.parse(text) as JsonValue;
}
