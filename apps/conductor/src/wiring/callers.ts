import type { Provider } from '@nestjs/common';
import { StoredDefinitionSource } from '#persistence';
import { SagaQueries } from '#queries';
import { OperatorCalls } from '../api/admin/operator-calls.js';
import { RestingSagas } from '../api/sagas/resting-sagas.js';
import { RestStarter } from '../api/sagas/rest-starter.js';
import { Previews } from '../api/verbs/previews.js';
import { WaitingTeller } from '../api/waiting/waiting-teller.js';
import { EngineHost } from '../workers/engine-host.js';
import { AtRestWaiter } from '../workers/at-rest-waiter.js';
import { STARTED_SAGAS } from './parts.js';
import { OperatorController } from '../api/admin/operator.controller.js';
import { SagaController } from '../api/sagas/saga.controller.js';
import { TimelineController } from '../api/sagas/timeline.controller.js';
import { SignalController } from '../api/sagas/signal.controller.js';
import { PastSagaController } from '../api/travel/past-saga.controller.js';
import { SagaExpressionsController } from '../api/travel/saga-expressions.controller.js';
import type { Feature } from './feature.js';

/** Answers calls that change sagas; reads on connections that readers cannot exhaust. */
export function callers(): Feature {
  const providers: Provider[] = [
    {
      provide: RestStarter,
      useFactory: (
        engine: EngineHost,
        sagas: SagaQueries,
        definitions: StoredDefinitionSource,
        atRestWaiter: AtRestWaiter,
      ) => new RestStarter(engine, sagas, new RestingSagas({ sagas, definitions, atRestWaiter })),
      inject: [EngineHost, STARTED_SAGAS, StoredDefinitionSource, AtRestWaiter],
    },
    {
      provide: OperatorCalls,
      useFactory: (
        engine: EngineHost,
        sagas: SagaQueries,
        definitions: StoredDefinitionSource,
        teller: WaitingTeller,
        previews: Previews,
      ) => new OperatorCalls(engine, sagas, definitions, teller, previews),
      inject: [EngineHost, STARTED_SAGAS, StoredDefinitionSource, WaitingTeller, Previews],
    },
  ];
  return {
    controllers: [
      ...[SagaController, PastSagaController, SagaExpressionsController],
      ...[TimelineController, SignalController, OperatorController],
    ],
    providers,
  };
}
