import { DefinitionStore, ParticipantStore, pauses as stored } from '#persistence';
import { FailureQueries } from '#queries';
import { PauseCalls } from '../api/pauses/pause-calls.js';
import { PauseController } from '../api/pauses/pause.controller.js';
import { EngineHost } from '../workers/engine-host.js';
import type { Feature } from './feature.js';
import { PARTICIPANT_DIRECTORY, POSTED_DEFINITIONS, type ConductorParts } from './parts.js';

/** Pauses of more than one saga. */
export function pauses({ database }: ConductorParts): Feature {
  const records = new stored.PauseRecords(database.storePool, database.lists);
  const calls = {
    provide: PauseCalls,
    useFactory: (
      engine: EngineHost,
      definitions: DefinitionStore,
      participants: ParticipantStore,
      failures: FailureQueries,
    ) => new PauseCalls({ records, definitions, participants, failures, engine }),
    inject: [EngineHost, POSTED_DEFINITIONS, PARTICIPANT_DIRECTORY, FailureQueries],
  };
  return { controllers: [PauseController], providers: [calls] };
}
