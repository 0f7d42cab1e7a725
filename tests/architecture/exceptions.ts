/**
 * What may break a rule, by name. The lists only shrink: an entry that is not needed any more
 * fails the test. Generated files belong here; code is made smaller instead.
 */
export const EXCEPTIONS = {
  longFiles: [
    'libs/saga-core/src/engine/decide.spec.ts',
    'libs/saga-core/src/engine/races.spec.ts',
    'libs/testing/src/message-bus.contract.ts',
  ] as readonly string[],
  longFunctions: [] as readonly string[],
  longLines: [] as readonly string[],
  console: [] as readonly string[],
};
