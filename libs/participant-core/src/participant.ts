import type { MessageBus } from '#bus';
import { GivenUpHandlers, InboxPurge, ParticipantLife, type ParticipantLogger } from '#duties';
import { FloodGuard, RabbitBus } from '#messaging';
import { waitAtMost } from '#resilience';
import { DatabaseGate } from '#transactions';
import { CommandTransactions } from './database/command-transactions.js';
import { askerOf, probeOf, requireInbox } from './database/looks.js';
import { BusAwayError } from './errors/answers.js';
import { CommandAnswerer } from './handling/command-answerer.js';
import { commandsOf, requireHandlers } from './handling/handlers.js';
import { settingsOf, type Settings, type StartOptions } from './settings/participant-settings.js';

/** The state of a participant, for the service's own metrics and health checks. */
export interface ParticipantHealth {
  /** All of the next three: it can do commands now. Use it for your readiness. */
  readonly isUp: boolean;
  /** False: the broker is away; the participant connects again by itself. */
  readonly isBusThere: boolean;
  /** False: the database cannot do the work of a command, and commands wait. */
  readonly isDatabaseThere: boolean;
  /** False: its queue is not there yet and its account may not declare it; or it has stopped. */
  readonly takesCommands: boolean;
  /** Handlers that took too long and lost their slot, since the start. */
  readonly handlersGivenUp: number;
  /** How many of these are still running. */
  readonly handlersStillRunning: number;
}

export interface Participant {
  health(): ParticipantHealth;
  /**
   * Takes no more commands, finishes current ones (for `closeTimeoutMs`), and closes the bus that
   * it opened. The database stays open. May be called more than once.
   */
  stop(): Promise<void>;
}

/**
 * Starts a participant of sagas with all of a participant's duties, without a framework. Resolves
 * when it takes commands. A database that is away is awaited; `health()` says so.
 *
 * @throws ParticipantMisconfiguredError `PARTICIPANT_MISCONFIGURED`: an option cannot be right, a
 * handler is one that no command can reach, or the table `inbox` is not there
 * @throws BusAwayError `BUS_AWAY`: the broker of `amqpUrl` is not to be had
 * @throws BusNotOpenedError `BUS_NOT_OPENED`: `bus` was never opened
 */
export async function startParticipant<Tx>(options: StartOptions<Tx>): Promise<Participant> {
  const given = settingsOf(options);
  const settings = { ...given, logger: new FloodGuard(given.logger) };
  const handlers = requireHandlers(options.name, options.handlers);
  const closing = new AbortController();
  const { logger } = settings;
  const gate = new DatabaseGate(probeOf(options.database), logger, closing.signal);
  const givenUp = new GivenUpHandlers(logger);
  let own: RabbitBus | undefined;
  try {
    await requireInbox(options.database, (error) => gate.reportAway(error));
    own = options.bus ? undefined : await openBus(options, settings);
    const bus = (options.bus ?? own) as MessageBus;
    const life = lifeOf(options, { settings, handlers, closing, gate, bus, givenUp });
    await life.start(commandsOf(options.handlers));
    return participantOf({ life, gate, bus, givenUp, own });
  } catch (error) {
    closing.abort();
    await own?.close();
    throw error;
  }
}

interface Started extends Pick<Parts<unknown>, 'gate' | 'bus' | 'givenUp'> {
  readonly life: ParticipantLife;
  /** The bus that it opened itself. */
  readonly own: RabbitBus | undefined;
}

function participantOf({ life, gate, bus, givenUp, own }: Started): Participant {
  const stop = async () => {
    await life.close();
    await own?.close();
  };
  let stopped: Promise<void> | undefined;
  return {
    health: () => {
      const isBusThere = bus.status() === 'connected';
      const isDatabaseThere = gate.isOpen;
      const { takesCommands } = life;
      return {
        isUp: isBusThere && isDatabaseThere && takesCommands,
        isBusThere,
        isDatabaseThere,
        takesCommands,
        handlersGivenUp: givenUp.total,
        handlersStillRunning: givenUp.stillRunning,
      };
    },
    stop: () => (stopped ??= stop()),
  };
}

interface Parts<Tx> {
  readonly settings: Settings;
  readonly handlers: ReturnType<typeof requireHandlers<Tx>>;
  readonly closing: AbortController;
  readonly gate: DatabaseGate;
  readonly bus: MessageBus;
  readonly givenUp: GivenUpHandlers;
}

function lifeOf<Tx>(
  { name, database }: StartOptions<Tx>,
  { settings, handlers, closing, gate, bus, givenUp }: Parts<Tx>,
): ParticipantLife {
  const { signal } = closing;
  const { logger } = settings;
  const transactions = new CommandTransactions({ database, gate, signal, limits: settings });
  const answerer = new CommandAnswerer({
    participant: name,
    handlers,
    transactions,
    settings,
    logger,
    givenUp,
    signal,
  });
  return new ParticipantLife({
    participant: name,
    bus,
    logger,
    settings,
    gate,
    closing,
    purge: new InboxPurge(askerOf(database), settings.retentionDays, logger),
    answer: (command) => answerer.answer(command),
  });
}

/** @throws BusAwayError, and what lasts: a topology that cannot be declared */
async function openBus<Tx>(
  { amqpUrl = '', name }: StartOptions<Tx>,
  { logger, connectTimeoutMs }: { logger: ParticipantLogger; connectTimeoutMs: number },
): Promise<RabbitBus> {
  const bus = new RabbitBus({ url: amqpUrl, setting: 'amqpUrl', name, log: logger });
  const opening = bus.open({ exchanges: [], queues: [] });
  if (await waitAtMost(opening, connectTimeoutMs)) return bus;
  await bus.close();
  throw new BusAwayError(connectTimeoutMs);
}
