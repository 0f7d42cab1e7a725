import type { Provider } from '@nestjs/common';
import { FailureActs, FailureRecords } from '#persistence';
import { FailureQueries } from '#queries';
import { FailureActsController } from '../api/failures/failure-acts.controller.js';
import { GroupCalls } from '../api/failures/group-calls.js';
import { FailureController } from '../api/failures/failure.controller.js';
import { FailureKeeper } from '../workers/failures/failure-keeper.js';
import { FailureWalk } from '../workers/failures/failure-walk.js';
import type { ConductorParts } from './parts.js';
import type { Feature } from './feature.js';

/** What sagas are in trouble with, and what people make of it. */
export function failures({ database, logger }: ConductorParts): Feature {
  const { reads, lists, storePool } = database;
  const records = new FailureRecords(storePool);
  const providers: Provider[] = [
    { provide: FailureQueries, useFactory: () => new FailureQueries(reads, lists) },
    {
      provide: GroupCalls,
      useFactory: (queries: FailureQueries) => new GroupCalls(queries, new FailureActs(storePool)),
      inject: [FailureQueries],
    },
    { provide: FailureKeeper, useFactory: () => new FailureKeeper({ records, logger }) },
    { provide: FailureWalk, useFactory: () => new FailureWalk({ records, logger }) },
  ];
  return { controllers: [FailureController, FailureActsController], providers };
}
