import type { JsonValue } from '#protocol';

/**
 * The value as it arrives over the wire: a date becomes text. @throws Error when it cannot be sent
 */
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
