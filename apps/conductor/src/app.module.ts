import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import type { Logger } from 'pino';
import type { MessageBus } from '#bus';
import { FloodGuard } from '#messaging';
import {
  DefinitionResolver,
  DefinitionStore,
  ParticipantStore,
  StoredDefinitionCatalog,
  StoredDefinitionSource,
  TableLimits,
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
import { OpenSagaLimit, type ParticipantAccount } from '#runtime';
import { systemClock } from '#resilience';
import { AdminController } from './api/admin/admin.controller.js';
import { LockController } from './api/admin/lock.controller.js';
import { OperatorCalls } from './api/admin/operator-calls.js';
import { OperatorController } from './api/admin/operator.controller.js';
import { Overview } from './api/admin/overview.js';
import { DefinitionController } from './api/definitions/definition.controller.js';
import { DefinitionRegistry } from './api/definitions/definition-registry.js';
import { MigrationController } from './api/definitions/migration.controller.js';
import { SagaMigrator } from './api/definitions/saga-migrator.js';
import { Cursors } from './api/edge/cursor.js';
import { HealthController } from './api/health/health.controller.js';
import { Metrics } from './api/health/metrics.js';
import { createReadiness, Readiness } from './api/health/readiness.js';
import { ParticipantController } from './api/participants/participant.controller.js';
import { ParticipantQueues } from './api/participants/participant-queues.js';
import { RestingSagas } from './api/sagas/resting-sagas.js';
import { RestStarter } from './api/sagas/rest-starter.js';
import { SagaController } from './api/sagas/saga.controller.js';
import { SignalController } from './api/sagas/signal.controller.js';
import type { ConductorLimits, DeadMessageLimits } from './config.js';
import type { ConductorDatabase } from './database.js';
import { LOGGER } from './logger-token.js';
import { EngineHost } from './workers/engine-host.js';
import { AtRestWaiter } from './workers/at-rest-waiter.js';

/** The parts that exist before Nest starts. */
export interface ConductorParts {
  readonly database: ConductorDatabase;
  readonly bus: MessageBus;
  readonly logger: Logger;
  /** The first part of the names of exchanges and queues. */
  readonly prefix: string;
  /** Key that signs correlation ids. */
  readonly replySecret: string;
  /** Key that signs the cursors of lists. */
  readonly cursorSecret: string;
  readonly limits: ConductorLimits;
  readonly deadMessages?: DeadMessageLimits;
  /** Accounts of participants whose broker account has another name. */
  readonly participantAccounts: readonly ParticipantAccount[];
}

/** Uses connections that readers cannot exhaust. */
const STARTED_SAGAS = Symbol('started sagas');
const POSTED_DEFINITIONS = Symbol('posted definitions');
const PARTICIPANT_DIRECTORY = Symbol('participant directory');

const DEAD_MESSAGES_MAX = 50_000;
const DEAD_MESSAGE_DAYS = 30;
/** More participants than any installation has, and half a gigabyte at worst. */
const DESCRIPTIONS_MAX = 500;

/** The one file that knows all the rooms: it builds plain classes and wires them together. */
@Module({})
export class AppModule {
  static of(parts: ConductorParts): DynamicModule {
    return {
      module: AppModule,
      controllers: [
        DefinitionController,
        MigrationController,
        SagaController,
        SignalController,
        OperatorController,
        LockController,
        ParticipantController,
        AdminController,
        HealthController,
      ],
      providers: [
        ...readers(parts),
        ...workers(parts),
        ...callers(),
        ...registrars(parts),
        { provide: LOGGER, useValue: parts.logger },
      ],
    };
  }
}

/** Classes that read the database; none of them locks or holds anything. */
function readers({ database, logger, cursorSecret }: ConductorParts): Provider[] {
  const { lookups, reads, lists } = database;
  // for people: single things and lists
  const forPeople = [
    DefinitionStore,
    ParticipantStore,
    SagaQueries,
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
  return [
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
}

/** Counts on connections that readers cannot exhaust, because starts depend on it. */
function openSagaLimit({ database, limits, logger }: ConductorParts): OpenSagaLimit {
  const { openSagasMax: max } = limits;
  const log = new FloodGuard(logger);
  return new OpenSagaLimit({
    counts: new OpenSagaQueries(database.lookups),
    clock: systemClock,
    report: ({ during, error }) => log.warn({ reason: String(error) }, `cannot ${during}`),
    ...(max === undefined ? {} : { max }),
  });
}

/** The workers that move sagas, and their monitoring. */
function workers(parts: ConductorParts): Provider[] {
  const { storePool } = parts.database;
  const tableLimits = new TableLimits(storePool, {
    deadMessagesMax: parts.deadMessages?.max ?? DEAD_MESSAGES_MAX,
    deadMessageDays: parts.deadMessages?.days ?? DEAD_MESSAGE_DAYS,
    descriptionsMax: DESCRIPTIONS_MAX,
  });
  return [
    {
      provide: Metrics,
      useFactory: () => new Metrics(new OverviewQueries(parts.database.lookups), parts.logger),
    },
    {
      provide: EngineHost,
      useFactory: (
        metrics: Metrics,
        catalog: StoredDefinitionCatalog,
        participants: ParticipantStore,
        atRestWaiter: AtRestWaiter,
        started: SagaQueries,
      ) =>
        new EngineHost({
          ...parts,
          storePool,
          tableLimits,
          openSagas: openSagaLimit(parts),
          metrics,
          catalog,
          participants,
          atRestWaiter,
          started,
        }),
      inject: [
        Metrics,
        StoredDefinitionCatalog,
        PARTICIPANT_DIRECTORY,
        AtRestWaiter,
        STARTED_SAGAS,
      ],
    },
    {
      provide: SagaMigrator,
      useFactory: (
        resolver: DefinitionResolver,
        definitions: StoredDefinitionSource,
        engine: EngineHost,
        sagas: OpenSagaQueries,
      ) => new SagaMigrator(resolver, definitions, engine, sagas),
      inject: [DefinitionResolver, StoredDefinitionSource, EngineHost, OpenSagaQueries],
    },
    {
      provide: Overview,
      useFactory: (queries: OverviewQueries, engine: EngineHost) =>
        new Overview(queries, parts.bus, engine, parts.prefix, parts.database.probe),
      inject: [OverviewQueries, EngineHost],
    },
    {
      provide: Readiness,
      useFactory: (engine: EngineHost) => createReadiness(parts, engine),
      inject: [EngineHost],
    },
  ];
}

/** Answers calls that change sagas; reads on connections that readers cannot exhaust. */
function callers(): Provider[] {
  return [
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
      useFactory: (engine: EngineHost, sagas: SagaQueries, definitions: StoredDefinitionSource) =>
        new OperatorCalls(engine, sagas, definitions),
      inject: [EngineHost, STARTED_SAGAS, StoredDefinitionSource],
    },
  ];
}

/** Accepts definitions, and checks the participants that would carry them out. */
function registrars(parts: ConductorParts): Provider[] {
  return [
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
}
