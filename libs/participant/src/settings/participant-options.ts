import { isParticipantName } from '#protocol';
import type { MessageBus } from '#bus';
import type { DataSource } from 'typeorm';

export interface ParticipantOptions {
  /** The first segment of the commands it takes: `payment` for `payment.authorize`. */
  readonly participant: string;
  /**
   * Opened and closed by its owner: several participants may share one. Open it before `listen`.
   */
  readonly bus: MessageBus;
  /** Initialized, with `participantMigrations` run: the service's own database. */
  readonly dataSource: DataSource;
  readonly logger: ParticipantLogger;
  /** First part of the names of exchanges and queues. Default `conductor`, as the conductor's. */
  readonly prefix?: string;
  /** Commands taken from the broker at a time. Default 32. */
  readonly prefetch?: number;
  /**
   * Commands in a transaction at a time, each on one connection of the data source's pool. Default:
   * the pool's size less one, which is left for the service's other work.
   */
  readonly concurrency?: number;
  /** How long the inbox remembers. Longer than the longest saga that may still undo. Default 30. */
  readonly retentionDays?: number;
  /** Older actions are refused, `COMMAND_TOO_OLD`. Less than `retentionDays`. Default 14. */
  readonly commandMaxAgeDays?: number;
  /** Longest wait for a row lock, that of another delivery of the same key too. Default 5,000. */
  readonly lockTimeoutMs?: number;
  /** Longest single statement. Default 15,000. */
  readonly statementTimeoutMs?: number;
  /** Longest pause between a handler's statements; then its transaction ends. Default 30,000. */
  readonly idleTransactionTimeoutMs?: number;
  /**
   * Longest run of a handler, with all that goes before and after it in Nest. Then it loses its
   * slot, its transaction is rolled back, and the answer is `errored`, `HANDLER_TIMED_OUT`. No
   * longer than twice the timeout of the command's step, but 10 seconds at least. Default 60,000.
   */
  readonly handlerTimeoutMs?: number;
  /** How long `close` waits for commands in flight. Default 10,000. */
  readonly closeTimeoutMs?: number;
}

/** One structured line each; pino's loggers are such. */
export interface ParticipantLogger {
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
}

export type Settings = Required<ParticipantOptions>;

/** The options, or what the service was started with, cannot keep what a participant owes. */
export class ParticipantMisconfiguredError extends Error {
  readonly code = 'PARTICIPANT_MISCONFIGURED';
}

/** @throws ParticipantMisconfiguredError */
export function settingsOf(options: ParticipantOptions): Settings {
  const settings: Settings = {
    ...options,
    prefix: options.prefix ?? 'conductor',
    prefetch: options.prefetch ?? 32,
    concurrency: options.concurrency ?? Math.max(1, poolSizeOf(options.dataSource) - 1),
    retentionDays: options.retentionDays ?? 30,
    commandMaxAgeDays: options.commandMaxAgeDays ?? 14,
    lockTimeoutMs: options.lockTimeoutMs ?? 5_000,
    statementTimeoutMs: options.statementTimeoutMs ?? 15_000,
    idleTransactionTimeoutMs: options.idleTransactionTimeoutMs ?? 30_000,
    handlerTimeoutMs: options.handlerTimeoutMs ?? 60_000,
    closeTimeoutMs: options.closeTimeoutMs ?? 10_000,
  };
  const { participant, dataSource } = settings;
  assert(isParticipantName(participant), `"${participant}" is no participant's name`);
  assert(dataSource.options.type === 'postgres', 'the data source has to be PostgreSQL');
  for (const name of POSITIVE) assert(settings[name] > 0, `${name} has to be positive`);
  assert(
    settings.commandMaxAgeDays < settings.retentionDays,
    'commandMaxAgeDays has to be less than retentionDays: else a late command finds no inbox row',
  );
  return settings;
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
