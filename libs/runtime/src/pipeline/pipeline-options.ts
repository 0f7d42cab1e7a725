import type { FamilyLimits } from '#engine';
import type { KnownPauses } from '../pauses/pause-book.js';
import type { SagaMemoryLimits } from '../memory/saga-memory.js';
import type { MessageRelay } from '../outbox/message-relay.js';
import type { Clock, ReportFault } from '#resilience';
import type { DefinitionSource, SagaStore } from '#ports';

export interface PipelineOptions {
  readonly store: SagaStore;
  readonly definitions: DefinitionSource;
  /** Default: nothing is ever paused but by an operator, one saga at a time. */
  readonly pauses?: KnownPauses;
  readonly relay: MessageRelay;
  readonly clock: Clock;
  readonly report: ReportFault;
  /** Batches that run at once, each on a connection of its own. Default 1 (decision 0006). */
  readonly lanes?: number;
  /** Inputs that share a transaction. Default 200. */
  readonly batchMax?: number;
  /** With this many inputs waiting, starts are refused. Default 10,000. */
  readonly queueMax?: number;
  /** How long starts and operators wait for a store that is away. Default 8 s. */
  readonly patienceMs?: number;
  /** Open sagas whose states are remembered. Default `SAGA_MEMORY_LIMITS`. */
  readonly memoryLimits?: SagaMemoryLimits;
  /** Default `FAMILY_LIMITS`. */
  readonly familyLimits?: FamilyLimits;
}
