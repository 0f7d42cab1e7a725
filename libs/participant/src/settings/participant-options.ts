import type { MessageBus } from '#bus';
import {
  dutySettings,
  ParticipantMisconfiguredError,
  type DutyOptions,
  type ParticipantLogger,
} from '#duties';
import type { DataSource } from 'typeorm';

export interface ParticipantOptions extends DutyOptions {
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
}

/** `prefetch` is in messages here, each with at most `envelopes` commands. */
export type Settings = Required<ParticipantOptions>;

/** @throws ParticipantMisconfiguredError */
export function settingsOf(options: ParticipantOptions): Settings {
  const { participant, dataSource } = options;
  const concurrency = Math.max(1, poolSizeOf(dataSource) - 1);
  const settings: Settings = {
    ...options,
    ...dutySettings(participant, options, { concurrency }),
    batch: options.batch ?? false,
  };
  assert(dataSource.options.type === 'postgres', 'the data source has to be PostgreSQL');
  const { batch } = settings as { readonly batch: unknown };
  const isYesOrNo = typeof batch === 'boolean';
  assert(isYesOrNo, `batch has to be true or false, not ${JSON.stringify(batch)}`);
  return settings;
}

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
