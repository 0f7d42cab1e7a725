import type { Logger } from 'pino';
import type { Pool } from 'pg';
import type { MessageBus } from '#bus';
import type { Commits } from '#live';
import type { StoredDefinitionSource, TableLimits } from '#persistence';
import type { AwaitedEventCatalog, DefinitionCatalog, ParticipantDirectory } from '#ports';
import type { Clock, ReportFault } from '#resilience';
import type { OpenSagaLimit, ParticipantAccount, pauses, StartedSagas } from '#runtime';
import type { Metrics } from '../../api/health/metrics.js';
import type { ConductorLimits } from '../../config.js';
import type { AtRestWaiter } from '../at-rest-waiter.js';

export interface EngineHostParts {
  readonly storePool: Pool;
  readonly bus: MessageBus;
  readonly logger: Logger;
  /** The first part of the names of exchanges and queues. */
  readonly prefix: string;
  /** Key that signs correlation ids. */
  readonly replySecret: string;
  readonly metrics: Metrics;
  readonly catalog: DefinitionCatalog & AwaitedEventCatalog & Pick<StoredDefinitionSource, 'peek'>;
  readonly participants: ParticipantDirectory;
  readonly started: StartedSagas;
  readonly atRestWaiter: AtRestWaiter;
  readonly commits: Commits;
  readonly limits: ConductorLimits;
  readonly openSagas: OpenSagaLimit;
  readonly tableLimits: TableLimits;
  /** Accounts of participants whose broker account has another name. */
  readonly participantAccounts: readonly ParticipantAccount[];
  /** When attempts that keep failing are paused. Left out or null: never. */
  readonly automaticPause?: pauses.AutomaticPauseRules | null;
}

/** What all workers use. */
export interface Common {
  readonly clock: Clock;
  readonly report: ReportFault;
}
