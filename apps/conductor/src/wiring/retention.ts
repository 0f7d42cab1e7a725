import { operatorStores } from '#persistence';
import { DueCounts, RetentionController } from '../api/retention/retention.controller.js';
import { RetentionKeeper } from '../workers/retention-keeper.js';
import type { Feature } from './feature.js';
import type { ConductorParts } from './parts.js';

const { Retention, RetentionRules } = operatorStores;

/** How long ended sagas are kept. */
export function retention({ database, logger }: ConductorParts): Feature {
  const { lookups, lists, storePool } = database;
  const rules = new RetentionRules(lookups);
  return {
    controllers: [RetentionController],
    providers: [
      { provide: RetentionRules, useValue: rules },
      { provide: DueCounts, useFactory: () => new DueCounts(lists) },
      {
        provide: RetentionKeeper,
        useFactory: () => {
          return new RetentionKeeper({ rules, retention: new Retention(storePool), logger });
        },
      },
    ],
  };
}
