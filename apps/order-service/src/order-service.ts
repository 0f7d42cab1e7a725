import { EventOutbox } from '#participant';
import { ServerConnections } from '#process';
import {
  answers,
  listenForCommands,
  openServiceDatabase,
  POOL_SIZE_DEFAULT,
  type RunningService,
  type ServiceOptions,
} from '#service';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { DataSource } from 'typeorm';
import { orderMigrations } from '../../../migrations/order/index.js';
import { BODY_BYTES_MAX, registerBodyParser } from './body-parser.js';
import { ConductorClient } from './conductor-client.js';
import { checkDoor, isLoopback, refuseAtDoor, type DoorOptions } from './door.js';
import { DefinitionPublisher } from './definition-publisher.js';
import { OrderReconciler } from './orders/order-reconciler.js';
import { OrderApiModule } from './orders/order-api.module.js';
import { OrderCommandsModule } from './commands/order-commands.module.js';
import { Order } from './order.entity.js';
import { OrderApiError } from './problem.js';
import { answerClientError, sendProblem } from './problem.filter.js';

export interface OrderServiceOptions extends ServiceOptions {
  /** The host for the REST API. Beyond loopback, callers must send `conductorApiKey` too. */
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  /** Asked about pending orders. Orders are accepted while it is away. */
  readonly conductorUrl: string;
  readonly conductorApiKey?: string;
}

/** The whole request must arrive within this time. */
const REQUEST_TIMEOUT_MS = 30_000;
/** Connections reserved for the REST API and the relay while commands use the others. */
const CONNECTIONS_KEPT = 4;

/**
 * Accepts orders over REST, publishes them as events, and handles the commands `order.…`, until it
 * is closed. Its parts close in the opposite order. An address in use gives the error `EADDRINUSE`.
 */
export async function startOrderService(options: OrderServiceOptions): Promise<RunningService> {
  const endings: (() => Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    for (let end = endings.pop(); end; end = endings.pop()) await end();
  };
  try {
    const dataSource = await openDatabase(options);
    endings.push(() => dataSource.destroy());
    const eventOutbox = makeEventOutbox(options, dataSource);
    endings.push(() => eventOutbox.close());
    const listener = await listenForCommands({
      participant: 'order',
      module: OrderCommandsModule,
      dataSource,
      service: options,
      concurrency: Math.max(1, poolSizeOf(options) - CONNECTIONS_KEPT),
    });
    endings.push(() => listener.close());
    // Last to close, but not first to start: its events are answered with commands at once.
    await eventOutbox.start();
    const { publisher, reconciler } = makeWorkers(options, dataSource);
    await publisher.start();
    endings.push(() => publisher.close());
    reconciler.start();
    endings.push(() => reconciler.close());
    const { api, connections } = await startApi(options, { dataSource, eventOutbox });
    endings.push(() => {
      connections.close();
      return api.close();
    });
    return { url: await api.getUrl(), isDatabaseThere: () => answers(dataSource), close };
  } catch (error) {
    await close();
    throw error;
  }
}

function openDatabase(options: OrderServiceOptions): Promise<DataSource> {
  return openServiceDatabase({
    databaseUrl: options.databaseUrl,
    applicationName: 'order-service',
    poolSize: poolSizeOf(options),
    entities: [Order],
    migrations: orderMigrations,
    onTables: options.migrations ?? 'run',
  });
}

function poolSizeOf(options: OrderServiceOptions): number {
  return options.poolSize ?? POOL_SIZE_DEFAULT;
}

function makeEventOutbox(options: OrderServiceOptions, dataSource: DataSource): EventOutbox {
  const { bus, prefix, logger } = options;
  return new EventOutbox({ service: 'order', bus, prefix, dataSource, logger });
}

/** What runs in the background. */
function makeWorkers(options: OrderServiceOptions, dataSource: DataSource) {
  const { conductorUrl, conductorApiKey, logger } = options;
  const conductor = new ConductorClient({
    url: conductorUrl,
    ...(conductorApiKey === undefined ? {} : { apiKey: conductorApiKey }),
  });
  return {
    publisher: new DefinitionPublisher(conductor, logger),
    reconciler: new OrderReconciler({ dataSource, conductor, logger }),
  };
}

async function startApi(
  options: OrderServiceOptions,
  parts: { readonly dataSource: DataSource; readonly eventOutbox: EventOutbox },
): Promise<{ api: NestFastifyApplication; connections: ServerConnections }> {
  const { host, port, logger, conductorApiKey } = options;
  const door: DoorOptions = {
    host,
    // On this machine only, the demo is open to everybody.
    ...(isLoopback(host) || conductorApiKey === undefined ? {} : { apiKey: conductorApiKey }),
  };
  checkDoor(door);
  const adapter = new FastifyAdapter({
    bodyLimit: BODY_BYTES_MAX,
    requestTimeout: REQUEST_TIMEOUT_MS,
    clientErrorHandler: answerClientError,
    frameworkErrors: (_error: unknown, _request: unknown, reply: unknown) =>
      sendProblem(
        reply as FastifyReply,
        new OrderApiError('BAD_REQUEST', 'The address is malformed.'),
      ),
  });
  adapter.getInstance<FastifyInstance>().addHook('onRequest', (request, _reply, done) => {
    done(refuseAtDoor(request.raw, door) ?? undefined);
  });
  const api = await NestFactory.create<NestFastifyApplication>(
    OrderApiModule.with({ ...parts, logger }),
    adapter,
    { logger: false, abortOnError: false, bodyParser: false },
  );
  registerBodyParser(adapter.getInstance<FastifyInstance>());
  const connections = new ServerConnections(api.getHttpServer());
  try {
    await api.listen(port, host);
  } catch (error) {
    await api.close();
    throw error;
  }
  return { api, connections };
}
