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
    text(
      'The name of the event: lower-case words separated by dots; none of the conductor’s own.',
      {
        pattern: MESSAGE_NAME,
        example: 'order.priced',
      },
    ),
  ),
  data: mapping("The event's data. Left out: {}, or the data of the event that is taken back."),
});

/** Names that begin so are those of the conductor's own events, which nobody can forge. */
const RESERVED = 'saga.';
/** Reserved by a later release: a definition that is stored already goes on as it is. */
const RESERVED_LATER = ['audit.', 'alert.'];

export function readPublished(fields: Fields): PublishedDocument {
  fields.refuseOthers(PUBLISHED);
  return { event: readName(fields), data: fields.get('data') };
}

function readName(fields: Fields): string | null {
  const event = readEventName(fields);
  if (event === null) return null;
  if (event.startsWith(RESERVED)) {
    fields.report('event', 'event-reserved', reserved(RESERVED));
    return null;
  }
  const later = RESERVED_LATER.find((prefix) => event.startsWith(prefix));
  const isFault =
    later !== undefined && fields.reportUnlessStored('event', 'event-reserved', reserved(later));
  return isFault ? null : event;
}

function reserved(prefix: string): string {
  const message = `names that begin with "${prefix}" are those of the conductor's own events`;
  return `${message}: choose another one, like "order.priced"`;
}
