import 'reflect-metadata';
import { pino } from 'pino';
import { logLevelOf, unknownSettingsText, type StopSignal, type StopSignals } from '#process';
import { type MessageBus } from '#bus';
import { RabbitBus } from '#messaging';
import { startConductor, type RunningConductor } from './conductor.js';
import { ConfigError, readProcessSettings } from './config.js';
import { StartError } from './start-error.js';

/** The conductor as a process of its own. A drain that takes longer than this is aborted. */
const DRAIN_TIMEOUT_MS = 25_000;

const logger = pino({ name: 'conductor', level: logLevelOf(process.env) });

process.on('unhandledRejection', (reason) => {
  logger.fatal({ err: reason }, 'a promise was rejected and nobody took it: a bug, please report');
  process.exit(1);
});

/** Starts the conductor from this process's environment. Never rejects: errors end the process. */
export async function runConductor(signals: StopSignals): Promise<void> {
  try {
    await start(signals);
  } catch (error) {
    const { fields, message } = describe(error);
    logger.fatal(fields, message);
    process.exit(1);
  }
}

async function start(signals: StopSignals): Promise<void> {
  const { config, brokerUrl: url } = readProcessSettings(process.env);
  const unread = unknownSettingsText(process.env);
  if (unread !== null) logger.warn(unread);
  const bus = new RabbitBus({
    url,
    setting: 'AMQP_URL',
    log: logger,
    name: `conductor-${process.pid}`,
  });
  const conductor = await startConductor({ config, bus, logger });
  signals.onStop((signal) => void drain(conductor, bus, signal));
}

/** Never rejects: it ends the process. */
async function drain(
  conductor: RunningConductor,
  bus: MessageBus,
  signal: StopSignal,
): Promise<void> {
  logger.info({ signal }, 'draining');
  setTimeout(() => {
    logger.error(`not drained after ${DRAIN_TIMEOUT_MS} ms; what is left is taken up again later`);
    process.exit(1);
  }, DRAIN_TIMEOUT_MS).unref();
  try {
    await conductor.close();
    await bus.close();
    logger.info('drained');
    process.exit(0);
  } catch (error) {
    logger.error({ err: error }, 'draining failed');
    process.exit(1);
  }
}

/** A fault that a person made is logged as one line; any other error with its stack. */
function describe(error: unknown): { readonly fields: object; readonly message: string } {
  if (error instanceof ConfigError || error instanceof StartError) {
    return { fields: { code: error.code }, message: error.message };
  }
  return { fields: { err: error }, message: 'the conductor cannot start' };
}
