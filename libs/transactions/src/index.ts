export { DatabaseGate, type DatabaseProbe } from './database/database-gate.js';
export { isContention, isFatal, isOutage, limitReachedBy } from './database/database-trouble.js';
export type { LimitReached } from './database/database-trouble.js';
export { probeRow } from './database/probe-row.js';
export type { Lease, SqlClient, SqlResult, Statement } from './database/sql-client.js';
export {
  HandlerTimedOutError,
  NoAnswerError,
  PoolExhaustedError,
  StatementTooLateError,
  TransactionAbortedError,
  TransactionControlError,
} from './errors/transaction-errors.js';
export { guardedClient, refuse, type GuardedWork } from './guard/guarded-client.js';
export { StatementGuard } from './guard/statement-guard.js';
export { DatabaseTroubleError, tryUntilDone, type TryEnd } from './database/try-until-done.js';
export { asker, DatabaseConnections, STATEMENT_LIMIT_MS } from './database/database-connections.js';
export type { ConnectionSource, Pool } from './database/database-connections.js';
export { outcomeOfFailure, unknownCommand } from './answering/outcome-of-failure.js';
