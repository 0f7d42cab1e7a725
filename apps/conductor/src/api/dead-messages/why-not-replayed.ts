import { isObject, type JsonValue } from '#protocol';

/** What decides whether a message can be taken again. */
export interface Replayable {
  readonly source: string;
  /** How many bytes of the body were kept, and how many it had. */
  readonly keptBytes: number;
  readonly bodyBytes: number;
  readonly properties: JsonValue;
  /** Whether it is known where it was published. */
  readonly isOriginKnown: boolean;
}

/** Why a message cannot be taken again, for people; null: it can. */
export function whyNotReplayed(message: Replayable): string | null {
  const { source, keptBytes, bodyBytes, properties, isOriginKnown } = message;
  if (source === 'timer') return 'It is no message: the timer of its saga fires again by itself.';
  if (keptBytes < bodyBytes) {
    const kept = `Only ${keptBytes} of its ${bodyBytes} bytes were kept`;
    return `${kept}: its sender has to send it again.`;
  }
  if (hasCutHeaders(properties)) {
    return 'Its headers were too long to be kept: its sender has to send it again.';
  }
  if (source === 'intake' && !isOriginKnown) {
    return 'An earlier release kept it, and did not note where it was published.';
  }
  return null;
}

/** `not-kept` is what stands in the place of headers that are too long. */
function hasCutHeaders(properties: JsonValue): boolean {
  if (!isObject(properties)) return true;
  const { headers } = properties;
  return headers !== undefined && isObject(headers) && 'not-kept' in headers;
}
