/** Nobody else moves the mark, or writes before it, until the commit. No row: somebody does. */
export const LOCK_MARK = {
  name: 'lock-tally-mark',
  text: `select from ended_tally_mark for update skip locked`,
};
