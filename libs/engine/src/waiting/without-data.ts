import type { Waits } from './wait.js';

/**
 * The same waits without what may be made of a saga's data, for whom must not see it: messages of
 * errors, and keys of locks and events, for which `mask` stands. Steps, codes, attempts and
 * instants stay, and what people wrote.
 */
export function withoutData(waits: Waits, mask: string): Waits {
  return {
    ...waits,
    waits: waits.waits.map((wait) => ({
      ...wait,
      error: wait.error && { ...wait.error, message: mask },
      ...(wait.code === 'lock' && wait.name !== null ? { name: mask } : {}),
      ...(wait.key === undefined ? {} : { key: mask }),
    })),
  };
}
