import { compileMapping } from '#expressions';
import type { PublishCompensation } from '../model/saga-definition.js';
import type { UndoEventDocument } from '../read/compensation.js';
import type { PublishDocument } from '../read/publish-action.js';
import type { Places } from '../types/expression-places.js';
import type { Action, DocumentPlace } from './step-place.js';

export function compilePublish(
  { step }: DocumentPlace,
  { event, data }: PublishDocument,
  at: Places,
): Action['publish'] | null {
  const mapping = compileMapping(data ?? {}, at(`${step.path}/publish/data`));
  const compensation = step.undoEvent && compileUndoEvent(step.undoEvent, at);
  if (event === null || mapping === null) return null;
  return { type: 'publish', event, data: mapping, compensation };
}

/** It may name what the data of the event itself may. */
function compileUndoEvent(
  { path, event, data }: UndoEventDocument,
  at: Places,
): PublishCompensation | null {
  const mapping = data === undefined ? null : compileMapping(data, at(`${path}/data`));
  return event === null ? null : { event, data: mapping };
}
