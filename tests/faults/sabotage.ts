/**
 * Mistakes that a participant makes on purpose now and then, to show that a run finds them: a
 * duplicated effect, and an undo that undoes nothing.
 */
export const SABOTAGES = ['none', 'double', 'lost-undo'] as const;

export type Sabotage = (typeof SABOTAGES)[number];

/** The setting of a participant's process. */
export const SABOTAGE_SETTING = 'FAULTS_SABOTAGE';
