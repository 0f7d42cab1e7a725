import { object } from '../language/field.js';
import type { ActionReader } from './action-reader.js';
import { COMMAND_FIELDS } from './command-fields.js';
import type { Fields } from './fields.js';
import { PUBLISHED, type PublishedDocument, readPublished } from './published.js';

export interface PublishDocument extends PublishedDocument {
  readonly type: 'publish';
}

export const publish: ActionReader<'publish', PublishDocument> = {
  field: object(PUBLISHED, "Publishes an event on the events exchange, in the saga's transaction."),
  excludes: {
    fields: ['catch', ...COMMAND_FIELDS.filter((name) => name !== 'compensation')],
    because: 'cannot be used beside "publish": no command is sent, and nothing is answered',
  },
  read: readPublish,
  longestMs: () => 0,
};

function readPublish(step: Fields): PublishDocument {
  if (step.get('kind') === 'pivot') {
    const message = 'an event is no point of no return: publish it after the pivot, "retryable"';
    step.report('kind', 'publish-no-pivot', message);
  }
  const fields = step.object('publish');
  const none: PublishedDocument = { event: null, data: undefined };
  return { type: 'publish', ...(fields === undefined ? none : readPublished(fields)) };
}
