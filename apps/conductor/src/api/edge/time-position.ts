import type { TimePosition } from '#queries';
import { INSTANT_PATTERN, type ListPage } from './cursor.js';
import { UUID } from './request-parts.js';

/** The parts of a cursor in a list by time. */
export const TIME_POSITION = [INSTANT_PATTERN, UUID];

/** After what the page begins; null: it is the first one. */
export function positionOf({ parts }: ListPage): TimePosition | null {
  if (parts === null) return null;
  const [at = '', id = ''] = parts;
  return { at, id };
}
