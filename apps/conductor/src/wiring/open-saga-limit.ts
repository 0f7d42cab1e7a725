import { FloodGuard } from '#messaging';
import { OpenSagaQueries } from '#queries';
import { OpenSagaLimit } from '#runtime';
import { systemClock } from '#resilience';
import type { ConductorParts } from './parts.js';

/** Counts on connections that readers cannot exhaust, because starts depend on it. */
export function openSagaLimit({ database, limits, logger }: ConductorParts): OpenSagaLimit {
  const { openSagasMax: max } = limits;
  const log = new FloodGuard(logger);
  return new OpenSagaLimit({
    counts: new OpenSagaQueries(database.lookups),
    clock: systemClock,
    report: ({ during, error }) => log.warn({ reason: String(error) }, `cannot ${during}`),
    ...(max === undefined ? {} : { max }),
  });
}
