import type { MessageProperties } from '#bus';

/**
 * Gives each header one fixed AMQP type. amqplib picks a number's type by its size: a byte up to
 * 127, then a short, and so on. Typed consumers would see the class of `iteration` change in the
 * middle of a loop, and older clients take the tag of a short for that of a short string. All of
 * them read a signed 32-bit number (`I`) alike.
 */
export function wireHeaders(headers: MessageProperties['headers']): Record<string, unknown> {
  const typed: Record<string, unknown> = {};
  for (const name in headers) {
    const value = headers[name];
    typed[name] = typeof value === 'number' ? { '!': 'int32', value: int32(value) } : value;
  }
  return typed;
}

/** @throws RangeError */
function int32(value: number): number {
  if ((value | 0) === value) return value;
  throw new RangeError(`a header is ${value}, and must be a whole number of 32 bits`);
}
