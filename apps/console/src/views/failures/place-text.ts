import type { components } from '../../api/schema';

type Group = components['schemas']['FailureGroup'];

const OF_DIRECTION = { execute: '', compensate: 'undo of ', inquire: 'question about ' } as const;

/** Where it goes wrong: `place-order · undo of ship`. */
export function placeText(group: Pick<Group, 'definition' | 'direction' | 'step'>): string {
  const { definition, direction, step } = group;
  return `${definition} · ${OF_DIRECTION[direction]}${step}`;
}
