import { InProcessBroker, InProcessBus, RabbitBus } from '#messaging';
import { describeServerUrl } from '#process';
import type { MessageBus } from '#bus';
import type { Logger } from 'pino';
import { startConductor } from '../../../conductor/src/conductor.js';
import { StartError } from '../../../conductor/src/start-error.js';
import { openDatabase } from '../database.js';
import { LaunchError } from '../launch-error.js';
import type { Running } from '../lifetime.js';
import type { Parts } from '../parts.js';
import { readSettings, type StandaloneSettings } from '../settings.js';

/** As `npm start` reads them, without the demo's. @throws ConfigError */
export function readServerSettings(environment: NodeJS.ProcessEnv): StandaloneSettings {
  return readSettings({ ...environment, CONDUCTOR_FIRST_ORDERS: 'off', ORDER_SERVICE_PORT: '' });
}

/**
 * Starts the conductor alone, on the database of `DATABASE_URL` or an embedded one, and on the
 * broker of `AMQP_URL`, which may be away, or none.
 * @throws LaunchError, StartError, ConfigError
 */
export async function startServer(
  settings: StandaloneSettings,
  logger: Logger,
  parts: Parts,
): Promise<Running> {
  const database = await parts.add(openDatabase(settings), {
    end: (opened) => opened.stop(),
    abort: (opened) => opened.abort(),
  });
  const bus = makeBus(settings, logger);
  void parts.add(Promise.resolve(bus), { end: () => bus.close() });
  const config = { ...settings.conductor, databaseUrl: database.url };
  const starting = startConductor({ config, bus, logger }).catch((error: unknown) => {
    throw withOptions(error);
  });
  const { url } = await parts.add(starting, { end: (running) => running.close() });
  const isAway = bus.status() !== 'connected';
  const text = readyText({ url, settings, data: database.description, isAway });
  return { text, lost: database.lost };
}

function makeBus({ amqpUrl }: StandaloneSettings, log: Logger): MessageBus {
  if (amqpUrl === null) return new InProcessBus(new InProcessBroker());
  return new RabbitBus({
    url: amqpUrl,
    setting: 'AMQP_URL',
    log,
    name: `conductor-${process.pid}`,
  });
}

/** Whoever types a command is told the option, and not only the variable that it sets. */
function withOptions(error: unknown): unknown {
  if (!(error instanceof StartError)) return error;
  const { message } = error;
  const told = message
    .replace('set PORT to another one', 'choose another one with --port')
    .replace('node dist/apps/conductor/src/migrate.js', 'conductor-server migrate');
  return new LaunchError(told, { cause: error });
}

function readyText({
  url,
  settings: { amqpUrl },
  data,
  isAway,
}: {
  readonly url: string;
  readonly settings: StandaloneSettings;
  readonly data: string;
  /** The broker is not there, or not yet. */
  readonly isAway: boolean;
}): string {
  const named = amqpUrl === null ? 'none' : `RabbitMQ at ${describeServerUrl(amqpUrl)}`;
  const broker = amqpUrl !== null && isAway ? `${named}, which is away: it is waited for` : named;
  return `
Conductor is running.

  Console   ${url}
  API       ${url}/v1/sagas
  Calls     ${url}/docs   (all of them, to try)
  Broker    ${broker}
  Data      ${data}
  Stop      Ctrl-C; open sagas go on with the next start
${amqpUrl === null ? WITHOUT_BROKER : ''}
Post a definition, and look at it in the console:

  curl -s ${url}/v1/definitions \\
    -H 'content-type: application/json' -d @definition.json
`;
}

const WITHOUT_BROKER = `
There is no broker: no service of yours can take part, and sagas wait at their
first command. Set AMQP_URL=amqp://user:password@host:5672 to have one.
`;
