import { type JsonValue, MESSAGE_NAME } from '#protocol';
import { mapping, place, required, text } from '../language/field.js';
import { readEventName } from './event-name.js';
import type { Fields } from './fields.js';

/** An event that a saga publishes, or the one that takes it back. */
export interface PublishedDocument {
  /** null: missing or wrong. */
  readonly event: string | null;
  /** Not compiled yet. undefined: left out. */
  readonly data: JsonValue | undefined;
}

export const PUBLISHED = place({
  event: required(
    text('The name of the event: lower-case words separated by dots; none that begins "saga.".', {
      pattern: MESSAGE_NAME,
      example: 'order.priced',
    }),
  ),
  data: mapping("The event's data. Left out: {}, or the data of the event that is taken back."),
});

/** Names of events that begin so are those of the conductor's own events. */
const RESERVED = 'saga.';

export function readPublished(fields: Fields): PublishedDocument {
  fields.refuseOthers(PUBLISHED);
  return { event: readName(fields), data: fields.get('data') };
}

function readName(fields: Fields): string | null {
  const event = readEventName(fields);
  if (event === null || !event.startsWith(RESERVED)) return event;
  const message = `names that begin with "${RESERVED}" are those of the conductor's own events`;
  fields.report('event', 'event-reserved', `${message}: choose another one, like "order.priced"`);
  return null;
}
