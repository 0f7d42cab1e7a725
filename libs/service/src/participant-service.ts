import type { MessageBus } from '#bus';
import { ParticipantServer, type ParticipantLogger } from '#participant';
import type { DynamicModule, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { DataSource } from 'typeorm';

/** What every service is started with. */
export interface ServiceOptions {
  /** Created when it does not exist. */
  readonly databaseUrl: string;
  /** Open; its owner closes it after the service. */
  readonly bus: MessageBus;
  /** First part of the names of exchanges and queues. */
  readonly prefix: string;
  readonly logger: ParticipantLogger;
  /** Most connections to the database at a time. Default 10. */
  readonly poolSize?: number;
  /** Commands taken from the broker at a time. Default 32. */
  readonly prefetch?: number;
}

export interface RunningService {
  /** Where its REST API listens; null: it has none. */
  readonly url: string | null;
  /** Finishes what is in hand, then lets go of everything but the bus. */
  close(): Promise<void>;
}

export const POOL_SIZE_DEFAULT = 10;
const PREFETCH_DEFAULT = 32;

export interface CommandListenerOptions {
  readonly participant: string;
  readonly module: DynamicModule | Type;
  readonly dataSource: DataSource;
  readonly service: ServiceOptions;
  /** Commands in a transaction at a time. Default: the pool's size less one. */
  readonly concurrency?: number;
}

/** Takes commands from the participant's queue until it is closed. */
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
    prefetch: service.prefetch ?? PREFETCH_DEFAULT,
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
