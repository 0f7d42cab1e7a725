import { PARTICIPANT_NAME } from '#protocol';
import type { MessageBus } from '#bus';
import { CARRIED_DEFAULT, CARRIED_MAX } from '#contracts';
import type { DataSource } from 'typeorm';

export interface ParticipantOptions {
  /** The first segment of its commands: `payment` for `payment.authorize`. */
  readonly participant: string;
  /**
   * The caller opens and closes it; several participants may share one. Open it before `listen`.
   */
  readonly bus: MessageBus;
  /** The service's own database: initialized, and migrated with `participantMigrations`. */
  readonly dataSource: DataSource;
  readonly logger: ParticipantLogger;
  /**
   * The first part of the names of exchanges and queues. Default `conductor`, as in the conductor.
   */
  readonly prefix?: string;
  /**
   * How many commands the conductor may put into one message. Below 2: none, and each has a message
   * of its own. At most 200. Default 50.
   */
  readonly envelopes?: number;
  /**
   * How many commands are taken from the broker at a time: 32 messages at first, and with more, as
   * many commands in each. Default: 32 messages of `envelopes` commands, so 1,600.
   */
  readonly prefetch?: number;
  /**
   * How many commands are in a transaction at a time, each with one connection of the data source's
   * pool. Default: the pool's size less one, which is left for the service's other work.
   */
  readonly concurrency?: number;
  /**
   * Whether commands that wait together are done in one transaction, up to 32, each handler in a
   * savepoint, one after the other. Only for handlers that are short (a few ms), work in their own
   * database alone and use no `set local`. A handler says otherwise with
   * `@MessagePattern('payment.capture', { batch: false })`. Default false.
   */
  readonly batch?: boolean;
  /**
   * How long the inbox keeps rows. Must exceed the longest saga that may still undo. Default 30.
   */
  readonly retentionDays?: number;
  /** Older actions are refused, `COMMAND_TOO_OLD`. Less than `retentionDays`. Default 14. */
  readonly commandMaxAgeDays?: number;
  /**
   * Longest wait for a row lock, including that of another delivery of the same key. Default 5,000.
   */
  readonly lockTimeoutMs?: number;
  /** Longest single statement. Default 15,000. */
  readonly statementTimeoutMs?: number;
  /**
   * Longest pause between a handler's statements, after which its transaction ends. Default 30,000.
   */
  readonly idleTransactionTimeoutMs?: number;
  /**
   * How long a handler may run, with everything before and after it in Nest. After that it loses
   * its slot, its transaction is rolled back, and the answer is `errored`, `HANDLER_TIMED_OUT`.
   * Never more than twice the timeout of the command's step, but at least 10 seconds. Default
   * 60,000.
   */
  readonly handlerTimeoutMs?: number;
  /** How long `close` waits for commands in flight. Default 10,000. */
  readonly closeTimeoutMs?: number;
}

/** Receives one structured line at a time; a pino logger fits. */
export interface ParticipantLogger {
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
}

/** `prefetch` is in messages here, each with at most `envelopes` commands. */
export type Settings = Required<ParticipantOptions>;

/** Fewer messages at a time would keep slots idle while replies are being confirmed. */
const PREFETCH_MESSAGES = 32;

/** With these options, or this environment, the service cannot fulfil a participant's duties. */
export class ParticipantMisconfiguredError extends Error {
  readonly code = 'PARTICIPANT_MISCONFIGURED';
}

/** @throws ParticipantMisconfiguredError */
export function settingsOf(options: ParticipantOptions): Settings {
  const settings: Settings = {
    ...options,
    prefix: options.prefix ?? 'conductor',
    ...intakeOf(options),
    concurrency: options.concurrency ?? Math.max(1, poolSizeOf(options.dataSource) - 1),
    batch: options.batch ?? false,
    retentionDays: options.retentionDays ?? 30,
    commandMaxAgeDays: options.commandMaxAgeDays ?? 14,
    lockTimeoutMs: options.lockTimeoutMs ?? 5_000,
    statementTimeoutMs: options.statementTimeoutMs ?? 15_000,
    idleTransactionTimeoutMs: options.idleTransactionTimeoutMs ?? 30_000,
    handlerTimeoutMs: options.handlerTimeoutMs ?? 60_000,
    closeTimeoutMs: options.closeTimeoutMs ?? 10_000,
  };
  const { participant, dataSource } = settings;
  assert(PARTICIPANT_NAME.test(participant), `"${participant}" is no participant's name`);
  assert(dataSource.options.type === 'postgres', 'the data source has to be PostgreSQL');
  for (const name of POSITIVE) assert(settings[name] > 0, `${name} has to be positive`);
  const { batch } = settings as { readonly batch: unknown };
  const isYesOrNo = typeof batch === 'boolean';
  assert(isYesOrNo, `batch has to be true or false, not ${JSON.stringify(batch)}`);
  const { envelopes = 0 } = options;
  const isCount = Number.isInteger(envelopes) && envelopes >= 0 && envelopes <= CARRIED_MAX;
  assert(isCount, `envelopes has to be a whole number from 0 to ${CARRIED_MAX}`);
  assert(
    settings.commandMaxAgeDays < settings.retentionDays,
    'commandMaxAgeDays has to be less than retentionDays: else a late command finds no inbox row',
  );
  return settings;
}

/**
 * The broker counts messages: of a given number of commands, so many messages as keep the slots
 * busy, and the rest of it as commands in each.
 */
function intakeOf({
  envelopes = CARRIED_DEFAULT,
  prefetch,
}: ParticipantOptions): Pick<Settings, 'prefetch' | 'envelopes'> {
  const commands = prefetch ?? PREFETCH_MESSAGES * Math.max(1, envelopes);
  const messages = Math.min(commands, PREFETCH_MESSAGES);
  const inEach = Math.max(1, Math.min(envelopes, Math.floor(commands / messages)));
  return { prefetch: Math.floor(commands / inEach), envelopes: inEach };
}

const POSITIVE = [
  'prefetch',
  'concurrency',
  'retentionDays',
  'commandMaxAgeDays',
  'lockTimeoutMs',
  'statementTimeoutMs',
  'idleTransactionTimeoutMs',
  'handlerTimeoutMs',
  'closeTimeoutMs',
] as const;

/** pg's own default. */
const POOL_SIZE_DEFAULT = 10;

function poolSizeOf(dataSource: DataSource): number {
  const { options } = dataSource;
  if (options.type !== 'postgres') return POOL_SIZE_DEFAULT;
  const extra = options.extra as { readonly max?: number } | undefined;
  return extra?.max ?? options.poolSize ?? POOL_SIZE_DEFAULT;
}

function assert(condition: boolean, message: string): void {
  if (!condition) throw new ParticipantMisconfiguredError(message);
}
