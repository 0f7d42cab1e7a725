/**
 * What a participant does wrong on purpose, now and then, so that one can see that a run finds it:
 * an effect twice, an undo that undoes nothing.
 */
export const SABOTAGES = ['none', 'double', 'lost-undo'] as const;

export type Sabotage = (typeof SABOTAGES)[number];

/** The setting of a participant's process. */
export const SABOTAGE_SETTING = 'FAULTS_SABOTAGE';
