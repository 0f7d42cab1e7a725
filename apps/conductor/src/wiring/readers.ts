import type { Provider } from '@nestjs/common';
import {
  DefinitionResolver,
  DefinitionStore,
  ParticipantStore,
  StoredDefinitionCatalog,
  StoredDefinitionSource,
} from '#persistence';
import {
  HistoryQueries,
  LockQueries,
  OpenSagaQueries,
  OperatorQueries,
  OverviewQueries,
  SagaQueries,
  UndeliveredQueries,
} from '#queries';
import { Cursors } from '../api/edge/cursor.js';
import { AtRestWaiter } from '../workers/at-rest-waiter.js';
import {
  STARTED_SAGAS,
  POSTED_DEFINITIONS,
  PARTICIPANT_DIRECTORY,
  type ConductorParts,
} from './parts.js';
import { AdminController } from '../api/admin/admin.controller.js';
import { LockController } from '../api/admin/lock.controller.js';
import { HealthController } from '../api/health/health.controller.js';
import { ParticipantController } from '../api/participants/participant.controller.js';
import type { Feature } from './feature.js';

/** Classes that read the database; none of them locks or holds anything. */
export function readers({ database, logger, cursorSecret }: ConductorParts): Feature {
  const { lookups, reads, lists } = database;
  // for people: single things and lists
  const forPeople = [
    DefinitionStore,
    ParticipantStore,
    HistoryQueries,
    LockQueries,
    OperatorQueries,
    OpenSagaQueries,
    UndeliveredQueries,
  ];
  // for moving sagas, on connections that readers cannot exhaust
  const store = new DefinitionStore(lookups);
  const resolver = new DefinitionResolver(lookups);
  const source = new StoredDefinitionSource(store);
  const started = new SagaQueries(lookups);
  const providers: Provider[] = [
    ...forPeople.map((Query) => ({ provide: Query, useFactory: () => new Query(reads, lists) })),
    { provide: OverviewQueries, useFactory: () => new OverviewQueries(lists) },
    { provide: DefinitionResolver, useValue: resolver },
    { provide: StoredDefinitionSource, useValue: source },
    {
      provide: StoredDefinitionCatalog,
      useFactory: () => new StoredDefinitionCatalog({ store, resolver, source }),
    },
    { provide: STARTED_SAGAS, useValue: started },
    { provide: POSTED_DEFINITIONS, useValue: store },
    { provide: PARTICIPANT_DIRECTORY, useFactory: () => new ParticipantStore(lookups) },
    {
      provide: AtRestWaiter,
      useFactory: () => new AtRestWaiter((ids) => started.findAtRest(ids), logger),
    },
    { provide: Cursors, useFactory: () => new Cursors(cursorSecret) },
  ];
  return {
    controllers: [AdminController, LockController, ParticipantController, HealthController],
    providers,
  };
}
