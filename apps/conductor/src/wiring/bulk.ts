import { FloodGuard } from '#messaging';
import { BulkStore, BulkWork, ParticipantStore, StoredDefinitionSource } from '#persistence';
import { BulkQueries, SagaQueries } from '#queries';
import type { Fault } from '#resilience';
import { BulkCalls } from '../api/bulk/bulk-calls.js';
import { BulkController } from '../api/bulk/bulk.controller.js';
import { BulkOutlooks } from '../api/bulk/bulk-outlook.js';
import { Previews } from '../api/verbs/previews.js';
import { SilentParticipants } from '../api/waiting/silent-participants.js';
import { EditedRetries } from '../workers/bulk/edited-retry.js';
import { BulkRunner } from '../workers/bulk/bulk-runner.js';
import { EngineHost } from '../workers/engine-host.js';
import type { Feature } from './feature.js';
import { STARTED_SAGAS, type ConductorParts } from './parts.js';

/** One action on many sagas. */
export function bulk({ database, logger }: ConductorParts): Feature {
  const log = new FloodGuard(logger);
  const report = ({ during, error }: Fault): void =>
    log.warn({ reason: String(error) }, `cannot ${during}`);
  const { lists, lookups, storePool } = database;
  return {
    controllers: [BulkController],
    providers: [
      { provide: BulkQueries, useFactory: () => new BulkQueries(lists) },
      {
        provide: EditedRetries,
        useFactory: (definitions: StoredDefinitionSource) =>
          new EditedRetries(definitions, new ParticipantStore(lookups)),
        inject: [StoredDefinitionSource],
      },
      {
        provide: BulkRunner,
        useFactory: (engine: EngineHost, sagas: SagaQueries, edited: EditedRetries) =>
          new BulkRunner({ work: new BulkWork(storePool), engine, sagas, edited, report }),
        inject: [EngineHost, STARTED_SAGAS, EditedRetries],
      },
      {
        provide: BulkCalls,
        useFactory: (
          runner: BulkRunner,
          sagas: SagaQueries,
          previews: Previews,
          edited: EditedRetries,
          silent: SilentParticipants,
        ) =>
          new BulkCalls({
            store: new BulkStore(lookups),
            runner,
            lists,
            outlooks: new BulkOutlooks(sagas, previews, edited),
            look: () => silent.look(),
          }),
        inject: [BulkRunner, SagaQueries, Previews, EditedRetries, SilentParticipants],
      },
    ],
  };
}
