import type { JsonValue } from '#protocol';
import { mapping, object, place } from '../language/field.js';
import type { ActionReader } from './action-reader.js';
import { COMMAND_FIELDS } from './command-fields.js';
import type { Fields } from './fields.js';

export interface EndDocument {
  readonly type: 'end';
  /** Not compiled yet. */
  readonly output: JsonValue;
}

const END = place({
  output: mapping("The saga's output, in place of that of the definition.", { default: {} }),
});

export const end: ActionReader<'end', EndDocument> = {
  field: object(
    END,
    'Completes the saga here: what has not begun is skipped. Mostly with a "when".',
  ),
  excludes: {
    fields: ['catch', ...COMMAND_FIELDS],
    because: 'cannot be used beside "end": no command is sent. The output stands in "end"',
  },
  read(step: Fields): EndDocument {
    const fields = step.object('end');
    fields?.refuseOthers(END);
    return { type: 'end', output: fields?.get('output') ?? {} };
  },
  longestMs: () => 0,
};
