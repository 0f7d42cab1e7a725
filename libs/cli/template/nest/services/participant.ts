import { openParticipant, participantMigrations } from '@conductor/participant';
import { Logger, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { DataSource, type MigrationInterface } from 'typeorm';

export interface Service {
  /** Its commands begin with it: `stock.reserve` comes to `stock`. */
  readonly name: string;
  readonly databaseUrl: string | undefined;
  /** With `ParticipantModule` among its imports. */
  readonly module: Type;
  readonly entities: readonly Type[];
  readonly migrations: readonly Type<MigrationInterface>[];
}

/**
 * Starts a service that executes commands: the library's tables and its own first, then its
 * handlers. Ends with the process.
 */
export async function serve(service: Service): Promise<void> {
  const { name, databaseUrl, module, entities, migrations } = service;
  const dataSource = new DataSource({
    type: 'postgres',
    url: databaseUrl,
    poolSize: 5,
    entities: [...entities],
    migrations: [...participantMigrations, ...migrations],
    migrationsRun: true,
  });
  await dataSource.initialize();
  const { strategy } = await openParticipant({
    participant: name,
    amqpUrl: process.env.AMQP_URL ?? '',
    dataSource,
  });
  const app = await NestFactory.createMicroservice(module, { strategy });
  await app.listen();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    // what is at work ends, then the database is left
    process.once(signal, () => void app.close().then(() => dataSource.destroy()));
  }
  Logger.log(`${name} takes commands`);
}
