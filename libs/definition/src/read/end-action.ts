import type { JsonValue } from '#protocol';
import type { ActionReader } from './action-reader.js';
import { COMMAND_FIELDS } from './command-fields.js';
import type { Fields } from './fields.js';

export interface EndDocument {
  readonly does: 'end';
  /** Not compiled yet. */
  readonly output: JsonValue;
}

export const end: ActionReader<'end', EndDocument> = {
  excludes: {
    fields: ['catch', ...COMMAND_FIELDS],
    because: 'cannot be used beside "end": no command is sent. The output stands in "end"',
  },
  read(step: Fields): EndDocument {
    const fields = step.object('end');
    fields?.refuseOthers(['output']);
    return { does: 'end', output: fields?.get('output') ?? {} };
  },
  longestMs: () => 0,
};
