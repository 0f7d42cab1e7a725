import { randomUUID } from 'node:crypto';
import { keptBody, type Delivery } from '#bus';
import { type JsonValue } from '#protocol';
import type { DeadMessageReason } from '#contracts';
import type { DeadMessage } from '#ports';

/** An unusable message of any size. */
export interface UnusableMessage {
  readonly source: DeadMessage['source'];
  readonly reason: DeadMessageReason;
  readonly detail: string;
  readonly sagaId: string | null;
  readonly body: Buffer;
  /** Left out: `body` is all of it. */
  readonly cut?: Delivery['cut'];
  readonly properties: JsonValue;
  readonly publishedTo?: DeadMessage['publishedTo'];
}

export const DETAIL_CHARS_MAX = 2_000;
/** Limit of the properties as JSON; AMQP itself limits everything but the headers. */
const PROPERTIES_CHARS_MAX = 4_096;
const HEADER_NAMES_MAX = 10;
const HEADER_NAME_CHARS_MAX = 40;

/** The part that is stored: a row of about 10 KB at most, so that 50 rows fit one statement. */
export function deadMessage(message: UnusableMessage): DeadMessage {
  const { source, reason, detail, sagaId, properties, publishedTo } = message;
  return {
    id: randomUUID(),
    source,
    reason,
    sagaId,
    detail: detail.slice(0, DETAIL_CHARS_MAX),
    ...keptBody(message),
    properties: boundedProperties(properties),
    ...(publishedTo === undefined ? {} : { publishedTo }),
  };
}

function boundedProperties(properties: JsonValue): JsonValue {
  const chars = JSON.stringify(properties).length;
  if (chars <= PROPERTIES_CHARS_MAX) return properties;
  const { headers = {}, ...others } = properties as { readonly headers?: object };
  const names = Object.keys(headers).slice(0, HEADER_NAMES_MAX);
  const summary = {
    'not-kept': `${chars} characters, at most ${PROPERTIES_CHARS_MAX} are kept`,
    names: names.map((name) => name.slice(0, HEADER_NAME_CHARS_MAX)),
  };
  const rest = Object.entries(others as Record<string, JsonValue>).filter(
    ([, value]) => typeof value !== 'object',
  );
  return {
    ...Object.fromEntries(rest.map(([name, value]) => [name, cut(value)])),
    headers: summary,
  };
}

/** Control characters take six in JSON. */
const VALUE_CHARS_MAX = 40;

function cut(value: JsonValue): JsonValue {
  if (typeof value !== 'string' || JSON.stringify(value).length <= 260) return value;
  return value.slice(0, VALUE_CHARS_MAX);
}
