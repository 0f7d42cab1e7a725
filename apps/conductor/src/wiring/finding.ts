import { EndedTally, Views } from '#persistence';
import { SagaCountQueries } from '#queries';
import { SagaCountController } from '../api/finding/saga-count.controller.js';
import { ViewController } from '../api/views/view.controller.js';
import { SilentParticipants } from '../api/waiting/silent-participants.js';
import { TallyKeeper } from '../workers/tally-keeper.js';
import type { Feature } from './feature.js';
import type { ConductorParts } from './parts.js';

/** What people find sagas with: counts, and filters that they keep. */
export function finding({ database, logger }: ConductorParts): Feature {
  const { storePool, lists } = database;
  return {
    controllers: [SagaCountController, ViewController],
    providers: [
      {
        provide: SagaCountQueries,
        useFactory: (silent: SilentParticipants) =>
          new SagaCountQueries(lists, () => silent.look()),
        inject: [SilentParticipants],
      },
      {
        provide: Views.SavedViewStore,
        useFactory: () => new Views.SavedViewStore(storePool, lists),
      },
      {
        provide: TallyKeeper,
        useFactory: () => new TallyKeeper(new EndedTally(storePool), logger),
      },
    ],
  };
}
