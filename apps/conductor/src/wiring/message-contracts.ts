import { DefinitionStore, ParticipantStore } from '#persistence';
import { MessageContractController } from '../api/definitions/message-contract.controller.js';
import { MessageContracts } from '../api/definitions/message-contracts.js';
import type { Feature } from './feature.js';
import type { ConductorParts } from './parts.js';

/** The messages of definitions on paper. */
export function messageContracts({ prefix }: ConductorParts): Feature {
  return {
    controllers: [MessageContractController],
    providers: [
      {
        provide: MessageContracts,
        useFactory: (definitions: DefinitionStore, participants: ParticipantStore) =>
          new MessageContracts({ definitions, participants, prefix }),
        inject: [DefinitionStore, ParticipantStore],
      },
    ],
  };
}
