import 'reflect-metadata';
import { logLevelOf, StopSignals, unknownSettingsText, type SettingValues } from '#process';
import { openPatiently, RabbitBus } from '#messaging';
import { pino, type Logger } from 'pino';
import type { RunningService, ServiceOptions } from './participant-service.js';
import { readValues, serviceEnvironmentOf } from './service-environment.js';
import { serveHealth, type Watched } from './service-health.js';
import { describeFault } from './start-fault.js';

/** A drain that takes longer than this is aborted; nothing that was committed is lost. */
const DRAIN_TIMEOUT_MS = 25_000;

/** Gets the values of all settings too, for those that are its own. */
type Start = (options: ServiceOptions, values: SettingValues) => Promise<RunningService>;

/**
 * Runs one service as a process: reads the environment, connects to the broker, starts the service,
 * and drains it on SIGTERM and SIGINT. A bad setting is logged as one line, and the process exits
 * with 1.
 *
 * @param signals pass them if they were created before anything large was loaded; default: created
 * here
 */
export function runServiceProcess(name: string, start: Start, signals = new StopSignals()): void {
  const logger = pino({ name: `${name}-service`, level: logLevelOf(process.env) });
  process.on('unhandledRejection', (reason) => {
    logger.fatal({ err: reason }, 'a promise was rejected and nobody took it: a bug');
    process.exit(1);
  });
  const endProcess = (error: unknown): void => {
    const { fields, message } = describeFault(error);
    logger.fatal(fields, message);
    process.exit(1);
  };
  run({ name, start, signals, logger, endProcess }).catch(endProcess);
}

async function run({
  name,
  start,
  signals,
  logger,
  endProcess,
}: {
  readonly name: string;
  readonly start: Start;
  readonly signals: StopSignals;
  readonly logger: Logger;
  readonly endProcess: (error: unknown) => void;
}): Promise<void> {
  const values = readValues(process.env);
  const { amqpUrl, healthPort, ...settings } = serviceEnvironmentOf(name, values, process.env);
  const unread = unknownSettingsText(process.env);
  if (unread !== null) logger.warn(unread);
  const bus = new RabbitBus({
    url: amqpUrl,
    setting: 'AMQP_URL',
    log: logger,
    name: `${name}-${process.pid}`,
  });
  // first of all: it lives, though it may wait for its broker for long
  const watched: Watched = { bus, service: null };
  const health = healthPort === null ? null : await serveHealth(healthPort, watched);
  await openPatiently(bus, { onFailure: endProcess });
  const service = await start({ ...settings, bus, logger }, values);
  watched.service = service;
  signals.onStop((signal) => {
    logger.info({ signal }, 'draining');
    health?.close();
    setTimeout(() => process.exit(1), DRAIN_TIMEOUT_MS).unref();
    drain(service, bus).then(
      () => process.exit(0),
      (error: unknown) => {
        logger.error({ err: error }, 'draining failed');
        process.exit(1);
      },
    );
  });
  logger.info({ url: service.url }, 'started');
}

async function drain(service: RunningService, bus: RabbitBus): Promise<void> {
  // while the broker is away a service would wait for confirms, and loses nothing without them
  if (bus.status() !== 'disconnected') await service.close();
  await bus.close();
}
