import { ParticipantStore, StoredDefinitionSource } from '#persistence';
import { SagaQueries, WaitingQueries } from '#queries';
import { ParticipantQueues } from '../api/participants/participant-queues.js';
import { OutsideFacts } from '../api/waiting/outside-facts.js';
import { QueueFacts } from '../api/waiting/queue-facts.js';
import { SilentParticipants } from '../api/waiting/silent-participants.js';
import { WaitingTeller } from '../api/waiting/waiting-teller.js';
import type { Feature } from './feature.js';
import type { ConductorParts } from './parts.js';

/** Says of every open saga what it waits for, and finds sagas by it. */
export function waiting({ database }: ConductorParts): Feature {
  const { reads, lists } = database;
  return {
    controllers: [],
    providers: [
      {
        provide: QueueFacts,
        useFactory: (queues: ParticipantQueues) => new QueueFacts(queues),
        inject: [ParticipantQueues],
      },
      {
        provide: SilentParticipants,
        useFactory: (queues: QueueFacts) =>
          new SilentParticipants(new ParticipantStore(reads), queues),
        inject: [QueueFacts],
      },
      {
        provide: SagaQueries,
        useFactory: (silent: SilentParticipants) =>
          new SagaQueries(reads, lists, () => silent.look()),
        inject: [SilentParticipants],
      },
      {
        provide: WaitingTeller,
        useFactory: (definitions: StoredDefinitionSource, queues: QueueFacts) =>
          new WaitingTeller(
            definitions,
            new OutsideFacts({ waiting: new WaitingQueries(reads), queues }),
          ),
        inject: [StoredDefinitionSource, QueueFacts],
      },
    ],
  };
}
