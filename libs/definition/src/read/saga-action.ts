import { DEFINITION_NAME } from '#protocol';
import type { Fields } from './fields.js';
import type { ActionReader } from './action-reader.js';

/** Levels of child sagas below a root. */
export const CHILD_DEPTH_MAX = 5;

export interface ChildDocument {
  readonly does: 'saga';
  readonly definition: string | null;
  /** null: the latest one when the child is started. */
  readonly version: number | null;
}

export const saga: ActionReader<'saga', ChildDocument> = {
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
  fields?.refuseOthers(['definition', 'version']);
  const version = fields?.number('version', { min: 1, max: 1_000_000, isInteger: true }) ?? null;
  const isGiven = fields?.require('definition') ?? false;
  const definition = (isGiven && fields?.text('definition')) || null;
  if (definition === null || DEFINITION_NAME.test(definition)) {
    return { does: 'saga', definition, version };
  }
  fields?.report('definition', 'definition-name', `must match ${DEFINITION_NAME.source}`);
  return { does: 'saga', definition: null, version };
}
