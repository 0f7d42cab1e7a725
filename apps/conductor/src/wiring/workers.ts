import type { Provider } from '@nestjs/common';
import {
  DefinitionResolver,
  ParticipantStore,
  StoredDefinitionCatalog,
  StoredDefinitionSource,
  TableLimits,
} from '#persistence';
import { Commits } from '#live';
import { FailureQueries, OpenSagaQueries, OverviewQueries, SagaQueries } from '#queries';
import { Overview } from '../api/admin/overview.js';
import { SagaMigrator } from '../api/definitions/saga-migrator.js';
import { Metrics } from '../api/health/metrics.js';
import { createReadiness, Readiness } from '../api/health/readiness.js';
import { EngineHost } from '../workers/engine-host.js';
import { AtRestWaiter } from '../workers/at-rest-waiter.js';
import { STARTED_SAGAS, PARTICIPANT_DIRECTORY, type ConductorParts } from './parts.js';
import { openSagaLimit } from './open-saga-limit.js';
import type { Feature } from './feature.js';

const DEAD_MESSAGES_MAX = 50_000;
const DEAD_MESSAGE_DAYS = 30;
/** More participants than any installation has, and half a gigabyte at worst. */
const DESCRIPTIONS_MAX = 500;

/** The workers that move sagas, and their monitoring. */
export function workers(parts: ConductorParts): Feature {
  const { storePool } = parts.database;
  const tableLimits = new TableLimits(storePool, {
    deadMessagesMax: parts.deadMessages?.max ?? DEAD_MESSAGES_MAX,
    deadMessageDays: parts.deadMessages?.days ?? DEAD_MESSAGE_DAYS,
    descriptionsMax: DESCRIPTIONS_MAX,
  });
  const providers: Provider[] = [
    {
      provide: Metrics,
      useFactory: () => new Metrics(new OverviewQueries(parts.database.lookups), parts.logger),
    },
    {
      provide: EngineHost,
      useFactory: (
        metrics: Metrics,
        catalog: StoredDefinitionCatalog,
        participants: ParticipantStore,
        atRestWaiter: AtRestWaiter,
        started: SagaQueries,
        commits: Commits,
      ) =>
        new EngineHost({
          ...parts,
          storePool,
          tableLimits,
          openSagas: openSagaLimit(parts),
          metrics,
          catalog,
          participants,
          atRestWaiter,
          started,
          commits,
        }),
      inject: [
        Metrics,
        StoredDefinitionCatalog,
        PARTICIPANT_DIRECTORY,
        AtRestWaiter,
        STARTED_SAGAS,
        Commits,
      ],
    },
    {
      provide: SagaMigrator,
      useFactory: (
        resolver: DefinitionResolver,
        definitions: StoredDefinitionSource,
        engine: EngineHost,
        sagas: OpenSagaQueries,
      ) => new SagaMigrator(resolver, definitions, engine, sagas, parts.database.lookups),
      inject: [DefinitionResolver, StoredDefinitionSource, EngineHost, OpenSagaQueries],
    },
    {
      provide: Overview,
      useFactory: (queries: OverviewQueries, failures: FailureQueries, engine: EngineHost) =>
        new Overview(queries, failures, parts.bus, engine, parts.prefix, parts.database.probe),
      inject: [OverviewQueries, FailureQueries, EngineHost],
    },
    {
      provide: Readiness,
      useFactory: (engine: EngineHost) => createReadiness(parts, engine),
      inject: [EngineHost],
    },
  ];
  return { controllers: [], providers };
}
