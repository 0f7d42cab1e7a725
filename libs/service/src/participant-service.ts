import type { MessageBus } from '#bus';
import type { Migrations } from '#process';
import { ParticipantServer, type ParticipantLogger } from '#participant';
import type { DynamicModule, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { DataSource } from 'typeorm';
import { openServiceDatabase, type ServiceDatabaseOptions } from './service-database.js';

/** What every service needs to start. */
export interface ServiceOptions {
  /** Created when it does not exist. */
  readonly databaseUrl: string;
  /** What is done about the tables at the start. Default: run. */
  readonly migrations?: Migrations;
  /** Already open. The caller closes it after the service. */
  readonly bus: MessageBus;
  /** The first part of the names of exchanges and queues. */
  readonly prefix: string;
  readonly logger: ParticipantLogger;
  /** The largest number of database connections. Default 10. */
  readonly poolSize?: number;
  /** How many commands are taken from the broker at a time. Default: as the library has it. */
  readonly prefetch?: number;
}

export interface RunningService {
  /** Where its REST API listens; null: it has none. */
  readonly url: string | null;
  /** Whether its database answers now. Never rejects. Left out: nobody looks. */
  isDatabaseThere?(): Promise<boolean>;
  /** Finishes the work in hand, then releases everything but the bus. */
  close(): Promise<void>;
}

export const POOL_SIZE_DEFAULT = 10;

interface CommandListenerOptions {
  readonly participant: string;
  readonly module: DynamicModule | Type;
  readonly dataSource: DataSource;
  readonly service: ServiceOptions;
  /** How many commands are in a transaction at a time. Default: the pool's size less one. */
  readonly concurrency?: number;
}

interface ParticipantServiceOptions
  extends
    Pick<CommandListenerOptions, 'participant' | 'module' | 'service'>,
    Pick<ServiceDatabaseOptions, 'entities' | 'migrations'> {}

/** Handles the commands of a participant, on a database of its own, until it is closed. */
export async function startParticipantService(
  options: ParticipantServiceOptions,
): Promise<RunningService> {
  const { participant, module, service, entities, migrations } = options;
  const dataSource = await openServiceDatabase({
    databaseUrl: service.databaseUrl,
    applicationName: `${participant}-service`,
    poolSize: service.poolSize ?? POOL_SIZE_DEFAULT,
    entities,
    migrations,
    onTables: service.migrations ?? 'run',
  });
  const listener = await listenForCommands({ participant, module, dataSource, service }).catch(
    async (error: unknown) => {
      await dataSource.destroy();
      throw error;
    },
  );
  return {
    url: null,
    isDatabaseThere: () => answers(dataSource),
    close: async () => {
      await listener.close();
      await dataSource.destroy();
    },
  };
}

/** Whether a database answers now. Never rejects: the pool connects again by itself. */
export function answers(dataSource: DataSource): Promise<boolean> {
  return dataSource.query('select 1').then(
    () => true,
    () => false,
  );
}

/** Handles commands from the participant's queue until it is closed. */
export async function listenForCommands(
  options: CommandListenerOptions,
): Promise<{ close(): Promise<void> }> {
  const { participant, module, dataSource, service, concurrency } = options;
  const strategy = new ParticipantServer({
    participant,
    bus: service.bus,
    dataSource,
    logger: service.logger,
    prefix: service.prefix,
    ...(service.prefetch === undefined ? {} : { prefetch: service.prefetch }),
    ...(concurrency === undefined ? {} : { concurrency }),
  });
  const app = await NestFactory.createMicroservice(module, {
    strategy,
    logger: false,
    abortOnError: false,
  });
  await app.listen();
  return { close: () => app.close() };
}
