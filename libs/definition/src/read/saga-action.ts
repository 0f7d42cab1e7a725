import { DEFINITION_NAME } from '#protocol';
import { object, place, required, text, whole } from '../language/field.js';
import { kebabCase, writeInstead } from '../advice/names.js';
import type { Fields } from './fields.js';
import type { ActionReader } from './action-reader.js';

/** Levels of child sagas below a root. */
export const CHILD_DEPTH_MAX = 5;

export interface ChildDocument {
  readonly type: 'saga';
  readonly definition: string | null;
  /** null: the latest one when the child is started. */
  readonly version: number | null;
}

const CHILD = place({
  definition: required(text('The name of its definition.', { pattern: DEFINITION_NAME })),
  version: whole(1, 1_000_000, 'Left out: the newest that is not retired, when it is started.'),
});

export const saga: ActionReader<'saga', ChildDocument> = {
  field: object(CHILD, 'A child saga: it is started, and waited for.', {
    example: { definition: 'ship-parcel' },
  }),
  excludes: {
    fields: ['compensation', 'timeout', 'retry'],
    because: "belongs in the child saga's own definition",
  },
  read: readChild,
  // how long a child takes is for its own definition to say
  longestMs: () => 0,
};

function readChild(step: Fields): ChildDocument {
  const fields = step.object('saga');
  fields?.refuseOthers(CHILD);
  const version = fields?.number('version', CHILD.fields.version) ?? null;
  const isGiven = fields?.require('definition') ?? false;
  const definition = (isGiven && fields?.text('definition')) || null;
  if (definition === null || DEFINITION_NAME.test(definition)) {
    return { type: 'saga', definition, version };
  }
  const cure = writeInstead(kebabCase(definition), DEFINITION_NAME, 'ship-parcel');
  const message = `must match ${DEFINITION_NAME.source}${cure}`;
  fields?.report('definition', 'definition-name', message);
  return { type: 'saga', definition: null, version };
}
