import type { Provider } from '@nestjs/common';
import { DefinitionStore, ParticipantStore, StoredDefinitionCatalog } from '#persistence';
import { DefinitionRegistry } from '../api/definitions/definition-registry.js';
import { ParticipantQueues } from '../api/participants/participant-queues.js';
import { EngineHost } from '../workers/engine-host.js';
import { POSTED_DEFINITIONS, type ConductorParts } from './parts.js';
import { DefinitionController } from '../api/definitions/definition.controller.js';
import { MigrationController } from '../api/definitions/migration.controller.js';
import type { Feature } from './feature.js';

/** Accepts definitions, and checks the participants that would carry them out. */
export function registrars(parts: ConductorParts): Feature {
  const providers: Provider[] = [
    {
      provide: DefinitionRegistry,
      useFactory: (
        store: DefinitionStore,
        catalog: StoredDefinitionCatalog,
        engine: EngineHost,
        participants: ParticipantStore,
        queues: ParticipantQueues,
      ) =>
        new DefinitionRegistry({
          store,
          catalog,
          engine,
          participants,
          queues,
          marked: parts.access.marked,
          familySagasMax: parts.limits.family.sagasMax,
        }),
      inject: [
        POSTED_DEFINITIONS,
        StoredDefinitionCatalog,
        EngineHost,
        ParticipantStore,
        ParticipantQueues,
      ],
    },
    {
      provide: ParticipantQueues,
      useFactory: () => new ParticipantQueues(parts.bus, parts.prefix, parts.logger),
    },
  ];
  return { controllers: [DefinitionController, MigrationController], providers };
}
