/**
 * What may break a rule, by name. The lists only shrink: an entry that is not needed any more
 * fails the test. Generated files belong here; code is made smaller instead.
 */
export const EXCEPTIONS = {
  longFiles: [] as readonly string[],
  longFunctions: [] as readonly string[],
  longLines: [] as readonly string[],
  console: [] as readonly string[],
};
