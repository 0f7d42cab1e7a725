import { isMessageName } from '#protocol';
import type { Fields } from './fields.js';

const EVENT_FORM =
  'must be lower-case words separated by dots, like "order.placed": one event, not a pattern';

/** The field `event`; null: it is missing or wrong, and that is reported. */
export function readEventName(fields: Fields): string | null {
  if (!fields.require('event')) return null;
  const event = fields.text('event');
  if (event === undefined || isMessageName(event)) return event ?? null;
  fields.report('event', 'event-name', EVENT_FORM);
  return null;
}
