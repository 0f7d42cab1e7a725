import type { MessageBus } from '#bus';
import { InProcessBroker, InProcessBus, openPatiently, RabbitBus } from '#messaging';
import { serviceDatabaseUrl, type ServiceName, type ServiceOptions } from '#service';
import type { Logger } from 'pino';
import { startConductor } from '../../conductor/src/conductor.js';
import { startOrderService } from '../../order-service/src/order-service.js';
import { startPaymentService } from '../../payment-service/src/payment-service.js';
import { startShippingService } from '../../shipping-service/src/shipping-service.js';
import { openDatabase, type Database } from './database.js';
import { isNew, placeFirstOrders } from './first-orders.js';
import { LaunchError } from './launch-error.js';
import { Parts } from './parts.js';
import type { StandaloneSettings } from './settings.js';

export interface RunningStandalone {
  readonly conductorUrl: string;
  readonly orderUrl: string;
  /** It is new, and orders of the demo have been placed. */
  readonly hasFirstOrders: boolean;
  /** For people: where the data are. */
  readonly data: string;
  /** Settles when it cannot go on. */
  readonly lost: Promise<LaunchError>;
}

interface Context {
  readonly settings: StandaloneSettings;
  readonly logger: Logger;
  readonly parts: Parts;
  readonly broker: InProcessBroker;
  readonly database: Database;
}

/**
 * Starts the conductor and the demo services in this process, on one database server and one
 * broker. `parts.end()` ends them, the orders' door first and the database last.
 * @throws LaunchError, StartError, ConfigError; what was started until then is in `parts`
 */
export async function startStandalone(
  settings: StandaloneSettings,
  logger: Logger,
  parts: Parts,
): Promise<RunningStandalone> {
  const database = await parts.add(openDatabase(settings), {
    end: (opened) => opened.stop(),
    abort: (opened) => opened.abort(),
  });
  const context = { settings, logger, parts, database, broker: new InProcessBroker() };
  await startService(context, 'payment', startPaymentService);
  await startService(context, 'shipping', startShippingService);
  const conductor = await parts.add(
    startConductor({
      config: { ...settings.conductor, databaseUrl: database.url },
      bus: makeBus(context, 'conductor'),
      logger,
    }),
    { end: (running) => running.close() },
  );
  const [apiKey] = settings.conductor.apiKeys;
  const order = await startService(context, 'order', (options) =>
    startOrderService({
      ...options,
      // The demo has no keys: wherever the conductor listens, it stays on this machine.
      host: '127.0.0.1',
      port: settings.orderPort,
      conductorUrl: conductor.url,
      ...(apiKey === undefined ? {} : { conductorApiKey: apiKey.key }),
    }).catch((error: unknown) => {
      throw portInUse(error, settings.orderPort);
    }),
  );
  const orderUrl = order.url ?? '';
  const hasFirstOrders = settings.hasFirstOrders && (await isNew(database.url));
  if (hasFirstOrders) await placeFirstOrders(orderUrl);
  return {
    conductorUrl: conductor.url,
    orderUrl,
    hasFirstOrders,
    data: database.description,
    lost: database.lost,
  };
}

async function startService<T extends { close(): Promise<void> }>(
  context: Context,
  name: ServiceName,
  start: (options: ServiceOptions) => Promise<T>,
): Promise<T> {
  const { settings, logger, parts, database } = context;
  const options = {
    databaseUrl: settings.serviceDatabaseUrls[name] ?? serviceDatabaseUrl(database.url, name),
    bus: await openBus(context, name),
    prefix: settings.conductor.prefix,
    migrations: settings.conductor.migrations ?? 'run',
    logger: logger.child({ name }),
  };
  return parts.add(start(options), { end: (service) => service.close() });
}

/** Ended like any other part: after those who use it, which are added later. */
function makeBus({ settings, logger, parts, broker }: Context, name: string): MessageBus {
  const bus =
    settings.amqpUrl === null
      ? new InProcessBus(broker)
      : new RabbitBus({
          url: settings.amqpUrl,
          setting: 'AMQP_URL',
          log: logger,
          name: `${name}-${process.pid}`,
        });
  void parts.add(Promise.resolve(bus), { end: () => bus.close() });
  return bus;
}

/** A broker that is down is waited for in the background; the bus says so. */
async function openBus(context: Context, name: string): Promise<MessageBus> {
  const bus = makeBus(context, name);
  const { logger } = context;
  const onFailure = (err: unknown): void => {
    logger.error({ err, name }, 'cannot work with the broker: see AMQP_URL');
  };
  await openPatiently(bus, { onFailure });
  return bus;
}

function portInUse(error: unknown, port: number): unknown {
  if ((error as { readonly code?: unknown }).code !== 'EADDRINUSE') return error;
  return new LaunchError(`port ${port} is in use: set ORDER_SERVICE_PORT to another one`, {
    cause: error,
  });
}
