import { isTableThere, ParticipantMisconfiguredError, type Ask } from '#duties';
import { databaseErrorOf, withinLimit, type DatabaseErrorKind } from '#resilience';
import { NoAnswerError, PoolExhaustedError, probeRow, type DatabaseProbe } from '#transactions';
import { driverErrorIn } from './command-transactions.js';
import type { ParticipantDatabase } from './participant-database.js';

/** Shorter than the ten seconds within which a dead database is to be noticed. */
const PROBE_LIMIT_MS = 4_000;
/** With the time that a connection takes. */
const START_LIMIT_MS = 10_000;

/** Thrown to have the row of a probe undone. */
class ProbeDone extends Error {
  readonly code = 'PROBE_DONE';
}

/** Single statements, each in a transaction of its own. */
export function askerOf<Tx>(database: ParticipantDatabase<Tx>): Ask {
  return async (text, values, limitMs) => {
    const whole = database.transaction((_tx, query) => query(text, values), { limitMs });
    return withinLimit(whole, limitMs, () => new NoAnswerError(limitMs));
  };
}

/** Asks whether the database can do what a command needs. */
export function probeOf<Tx>(database: ParticipantDatabase<Tx>): DatabaseProbe {
  const limitMs = PROBE_LIMIT_MS;
  return {
    check: async () => {
      const { text, values } = probeRow();
      const whole = database.transaction(
        async (_tx, query) => {
          await query(text, values);
          throw new ProbeDone();
        },
        { limitMs },
      );
      try {
        await withinLimit(whole, limitMs, () => new NoAnswerError(limitMs));
      } catch (error) {
        if (!(error instanceof ProbeDone)) throw driverErrorIn(database, error);
      }
    },
    // an adapter drops the connection of a transaction that could not write
    closeReaders: () => Promise.resolve(),
  };
}

/** What passes by itself: the database may come back. */
const PASSING: readonly DatabaseErrorKind[] = [
  'not-connected',
  'shut-down',
  'read-only',
  'out-of-space',
  'out-of-memory',
  'timeout',
  'contention',
];

/**
 * Checks at the start: a table that is missing now will not appear later. A database that is away
 * may come back, which is reported to `onAway`.
 *
 * @throws ParticipantMisconfiguredError
 */
export async function requireInbox<Tx>(
  database: ParticipantDatabase<Tx>,
  onAway: (error: unknown) => void,
): Promise<void> {
  let isThere: boolean;
  try {
    isThere = await isTableThere(askerOf(database), 'inbox', START_LIMIT_MS);
  } catch (thrown) {
    const error = driverErrorIn(database, thrown);
    const { kind, reason } = databaseErrorOf(error);
    const isPassing =
      PASSING.includes(kind) ||
      error instanceof NoAnswerError ||
      error instanceof PoolExhaustedError;
    if (isPassing) return onAway(error);
    const message = `the database of the option "database" cannot be asked: ${reason}`;
    throw new ParticipantMisconfiguredError(message, { cause: thrown });
  }
  if (isThere) return;
  throw new ParticipantMisconfiguredError(
    'the table "inbox" is not there: run the library’s SQL, the files in ' +
      'node_modules/@conductor/participant/sql by their names, on the service’s database, in the ' +
      'schema that its connections look in (search_path)',
  );
}
