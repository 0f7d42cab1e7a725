import type { Provider } from '@nestjs/common';
import { operatorStores, StoredDefinitionSource } from '#persistence';
import { type SagaQueries, WaitingQueries } from '#queries';
import { DeadMessageController } from '../api/dead-messages/dead-message.controller.js';
import { Replays } from '../api/dead-messages/replays.js';
import { Forgetting } from '../api/participants/forgetting.js';
import { ActionsController } from '../api/verbs/actions.controller.js';
import { ExemptionController } from '../api/verbs/exemption.controller.js';
import { PreviewController } from '../api/verbs/preview.controller.js';
import { Previews } from '../api/verbs/previews.js';
import { EngineHost } from '../workers/engine-host.js';
import type { Feature } from './feature.js';
import { STARTED_SAGAS, type ConductorParts } from './parts.js';

/** What operators may do to sagas, and what would follow. */
export function verbs({ prefix, database, logger }: ConductorParts): Feature {
  const providers: Provider[] = [
    {
      provide: Previews,
      useFactory: (
        sagas: SagaQueries,
        definitions: StoredDefinitionSource,
        { pauseBook: pauses }: EngineHost,
      ) => {
        const locks = new WaitingQueries(database.lookups);
        return new Previews({ sagas, definitions, pauses, locks, prefix });
      },
      inject: [STARTED_SAGAS, StoredDefinitionSource, EngineHost],
    },
    { provide: Forgetting, useFactory: () => new Forgetting(database.lookups, logger) },
    {
      provide: operatorStores.ExemptionStore,
      useFactory: () => new operatorStores.ExemptionStore(database.lookups),
    },
    {
      provide: Replays,
      useFactory: (engine: EngineHost) =>
        new Replays(new operatorStores.DeadMessageStore(database.lookups), engine),
      inject: [EngineHost],
    },
  ];
  const controllers = [
    ActionsController,
    PreviewController,
    ExemptionController,
    DeadMessageController,
  ];
  return { controllers, providers };
}
